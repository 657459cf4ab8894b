import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { expectFiles } from '../support/compile/compare-files.ts';
import { expectFolder } from '../support/compile/snapshot.ts';

function failureOf(compare: () => void): readonly string[] {
  try {
    compare();
  } catch (error) {
    return (error as Error).message.trimEnd().split('\n');
  }
  return [];
}

const numbers = Array.from({ length: 40 }, (_, index) => `n: ${index + 1}`);
const text = `${numbers.join('\n')}\n`;

describe('a comparison of files', () => {
  const cases: readonly (readonly [title: string, made: string, want: readonly string[]])[] = [
    ['passes when they are the same', text, []],
    [
      'shows a line that differs, with its number',
      text.replace('n: 7\n', 'n: 70\n'),
      ['a differs at line 7', '  expected 7: n: 7', '  actual   7: n: 70'],
    ],
    [
      'shows a line that came in, and counts the lines of each from there',
      text.replace('n: 7\n', 'new: 1\nn: 7\n').replace('n: 30\n', 'n: 31\n'),
      [
        'a differs at line 7',
        '  expected (nothing)',
        '  actual   7: new: 1',
        'a differs at line 30',
        '  expected 30: n: 30',
        '  actual   31: n: 31',
      ],
    ],
    [
      'shows a line that is gone',
      text.replace('n: 40\n', ''),
      ['a differs at line 40', '  expected 40: n: 40', '  actual   (nothing)'],
    ],
    [
      'shows white space',
      text.replace('n: 7\n', 'n: 7 \n').slice(0, -1),
      [
        'a differs at line 7',
        '  expected 7: n: 7',
        '  actual   7: "n: 7 "',
        'a differs at line 41',
        '  expected 41: ""',
        '  actual   (nothing)',
      ],
    ],
    [
      'shows no more than three places, and six lines of each',
      text.replaceAll(/n: .*5\n/g, 'n: five\n').replace('n: 1\n', 'x\n'.repeat(8)),
      [
        'a differs at line 1',
        '  expected 1: n: 1',
        ...Array.from({ length: 6 }, (_, index) => `  actual   ${index + 1}: x`),
        '  actual   ... and 2 more lines',
        'a differs at line 5',
        '  expected 5: n: 5',
        '  actual   12: n: five',
        'a differs at line 15',
        '  expected 15: n: 15',
        '  actual   22: n: five',
        'a differs at 2 more places',
      ],
    ],
    [
      'cuts a long line to the part that differs',
      text.replace('n: 7\n', `${'a'.repeat(200)}!${'b'.repeat(200)}\n`),
      ['a differs at line 7', '  expected 7: n: 7', `  actual   7: ${'a'.repeat(100)}...`],
    ],
  ];
  for (const [title, made, want] of cases) {
    it(title, () => {
      const failure = failureOf(() => {
        expectFiles({ a: text }, { a: made }, 'do it');
      });
      expect(failure).to.deep.equal(want.length === 0 ? [] : [...want, '', 'To accept this: do it']);
    });
  }

  it('shows of two long lines where they differ', () => {
    const [one, other] = ['?', '!'].map((mark) => `${'a'.repeat(200)}${mark}${'b'.repeat(200)}`);
    const failure = failureOf(() => {
      expectFiles({ a: one ?? '' }, { a: other ?? '' }, 'do it');
    });
    const around = (mark: string) => `...${'a'.repeat(40)}${mark}${'b'.repeat(59)}...`;
    expect(failure.slice(1, 3)).to.deep.equal([
      `  expected 1: ${around('?')}`,
      `  actual   1: ${around('!')}`,
    ]);
  });
});

describe('a comparison of a folder', () => {
  const rewrites = process.env['UPDATE_GOLDEN'];
  let folder: string;

  before(() => {
    delete process.env['UPDATE_GOLDEN'];
    folder = mkdtempSync(join(tmpdir(), 'archc-compare-'));
  });
  after(() => {
    if (rewrites !== undefined) process.env['UPDATE_GOLDEN'] = rewrites;
    rmSync(folder, { recursive: true });
  });

  it('names what is missing or superfluous, and the command that rewrites it', () => {
    writeFileSync(join(folder, 'old.yaml'), text);
    const failure = failureOf(() => {
      expectFolder(folder, { 'new.yaml': text }, 'test/compiler/some.test.ts');
    });
    expect(failure).to.deep.equal([
      `${folder}/new.yaml is missing`,
      `${folder}/old.yaml is superfluous: nothing makes it`,
      '',
      'To accept this: UPDATE_GOLDEN=1 npx mocha test/compiler/some.test.ts',
    ]);
  });

  it('names every file of one that does not exist yet', () => {
    const failure = failureOf(() => {
      expectFolder(join(folder, 'new'), { 'shared.yaml': text }, 'test/compiler/some.test.ts');
    });
    expect(failure[0]).to.equal(`${folder}/new/shared.yaml is missing`);
  });
});
