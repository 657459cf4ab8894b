import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readHandler } from '../support/lambda/handler-source.ts';
import { copyArchc, run } from '../support/terminal/run-archc.ts';
import { countLines } from './count-lines.ts';
import { countScripts } from './count-scripts.ts';
import { mapHandler } from './map-handler.ts';
import { countPieces, readPieces } from './pieces.ts';

describe('coverage', () => {
  let folder = '';
  const at = (name: string) => path.join(folder, name);
  const runHere = (...args: readonly string[]) => {
    const result = run([process.execPath, ...args], {
      env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1', NODE_V8_COVERAGE: at('counts') },
    });
    expect(result.code, result.stderr).to.equal(0);
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'archc-coverage-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('counts the lines of TypeScript that ran, and those that did not', () => {
    writeFileSync(
      at('greet.mts'),
      `import { ok } from 'node:assert';

interface Person {
  readonly name: string;
}

function greet(
  { name }: Person,
): string {
  if (name === '') {
    throw new Error('nobody');
  }
  return name;
}
ok(greet({ name: 'Ann' }) + greet({ name: 'Bob' }));
`,
    );
    runHere('--import', 'tsx', at('greet.mts'));
    writeFileSync(at('counts/killed.json'), '{"result": [');
    const counted = countLines([at('greet.mts')], countScripts(at('counts'), []));
    expect([...(counted.get(at('greet.mts')) ?? [])]).to.have.deep.members([
      [7, 2],
      [8, 2],
      [10, 2],
      [11, 0],
      [13, 2],
      [15, 1],
    ]);
  });

  it('counts what runs in a copy of this project as its own', () => {
    const url = 'file:///archc/build/project-a1/compiler/a.ts';
    const functions = [{ ranges: [{ startOffset: 0, endOffset: 9, count: 3 }] }];
    const map = { lineLengths: [9], data: { sources: [url], mappings: 'AAAA' } };
    mkdirSync(at('counts'));
    const counts = { result: [{ url, functions }], 'source-map-cache': { [url]: map } };
    writeFileSync(at('counts/1.json'), JSON.stringify(counts));
    expect([...countScripts(at('counts'), [])]).to.deep.equal([
      { pieces: [{ offset: 0, source: 'file:///archc/compiler/a.ts', line: 1 }], counts: [3] },
    ]);
  });

  it('counts what runs of the command, by the files that it was bundled from', () => {
    const command = copyArchc(folder);
    for (const topic of ['options', 'policy']) runHere(command, 'help', topic);
    runHere(command, 'options');
    const sources = [
      'compiler/cli/launch.ts',
      'compiler/cli/commands/options.ts',
      'compiler/deploy/deploy.ts',
    ];
    const bundles = ['archc.cjs', 'command.js', 'compile.js', 'core.cjs'].map((name) => ({
      script: at(name),
      map: `build/${name}.map`,
    }));
    const counted = countLines(sources, countScripts(at('counts'), bundles));
    const [launch = [], options = [], deploy = []] = sources.map((source) => [
      ...(counted.get(source) ?? []),
    ]);
    const start = readFileSync('compiler/cli/launch.ts', 'utf8')
      .split('\n')
      .indexOf('load(new Map(Object.entries(bundles)).get(command) ?? bundles.others, command);');
    expect(new Map(launch).get(start + 1)).to.equal(3);
    const lines = readFileSync('compiler/cli/commands/options.ts', 'utf8').split('\n');
    const body = lines.findIndex((line) => line.includes('run(')) + 2;
    expect(new Map(options).get(body), lines[body - 1]).to.equal(1);
    expect(deploy.filter(([, count]) => count === 0)).to.have.length.above(deploy.length / 2);
  });

  for (const [name, file] of [
    ['database', 'templates/base/handlers/database.ts'],
    ['domain', 'templates/runtimes/appRunner/handlers/domain.ts'],
  ] as const) {
    it(`leads from the code of the function "${name}" in a template to its sources`, async () => {
      const code = await readHandler(name);
      const pieces = readPieces(
        await mapHandler(file, code),
        code.split('\n').map(({ length }) => length),
      );
      expect(pieces).to.have.length.above(1000);
      const texts = new Map<string, readonly string[]>();
      const astray = pieces.filter(({ offset, source, line }) => {
        const lines = texts.get(source) ?? readFileSync(source, 'utf8').split('\n');
        texts.set(source, lines);
        const [word = ''] = /^\w*/.exec(code.slice(offset)) ?? [];
        return !(lines[line - 1] ?? '').includes(word);
      });
      // The bundler's own: imports, and what is exported.
      expect(astray.length).to.be.below(pieces.length / 20);
    });
  }

  it('takes the count of the innermost range', () => {
    const range = (startOffset: number, endOffset: number, count: number) => ({
      startOffset,
      endOffset,
      count,
    });
    const ranges = [range(10, 20, 2), range(0, 100, 1), range(12, 14, 0), range(14, 16, 5), range(40, 50, 0)];
    const offsets = [0, 10, 12, 13, 14, 16, 20, 40, 49, 50, 100];
    const pieces = offsets.map((offset) => ({ offset, source: '', line: 1 }));
    expect(countPieces(pieces, ranges)).to.deep.equal([1, 2, 0, 0, 5, 2, 1, 0, 0, 1, 0]);
  });
});
