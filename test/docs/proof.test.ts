import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { hostileFiles } from '../bench/hostile-input.ts';

interface Row {
  readonly promise: string;
  /** What the promise was tried with, and how often. */
  readonly figures: readonly number[];
  readonly files: readonly string[];
}

const page = readFileSync('docs/proof.md', 'utf8');
const rows = page
  .split('\n')
  .filter((line) => /^\| (?!promise|-)/.test(line))
  .map((line): Row => {
    const [, promise = '', , tried = '', tests = ''] = line.split('|').map((cell) => cell.trim());
    return {
      promise,
      figures: [...tried.matchAll(/(?<![\w.])[0-9][0-9,]*(?![\w.])/g)].map(([text]) =>
        Number(text.replaceAll(',', '')),
      ),
      files: [...tests.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, file = '']) => file),
    };
  });

/** How often a test file tries something, by its own words. */
function figuresIn(file: string): readonly number[] {
  const calls = readFileSync(file, 'utf8').matchAll(/\b(?:runs|compiledSpecs)\(([0-9_]+)\)/g);
  const figures = [...calls].map(([, text = '']) => Number(text.replaceAll('_', '')));
  return file === 'test/bench/hostile-input.ts' ? [hostileFiles.length, ...figures] : figures;
}

describe('docs/proof.md', () => {
  it('has a row for every test of a property', () => {
    const tests = readdirSync('test/properties').map((name) => `test/properties/${name}`);
    expect(rows.flatMap(({ files }) => files)).to.include.members(tests);
  });

  it('says how often each is tried as the test does', () => {
    const others = rows.flatMap(({ promise, figures, files }) => {
      const own = files.flatMap(figuresIn);
      return figures.filter((figure) => !own.includes(figure)).map((figure) => `${promise} ${figure}`);
    });
    expect(others).to.deep.equal([]);
    expect(rows.flatMap(({ figures }) => figures)).to.have.length.above(5);
  });

  it('names what was tried in every row', () => {
    for (const { promise, files } of rows) expect(files, promise).to.have.length.above(0);
  });
});
