import { expect } from 'chai';
import { makeExamples, withoutExample } from '../../compiler/build/pages/examples.ts';
import { excerptOf } from '../../compiler/build/pages/excerpt.ts';
import { catalogue } from '../../compiler/diagnostics/catalogue.ts';
import { parse } from '../../compiler/phases/parse.ts';

const examples = makeExamples('test/errors');

describe('the example of a message', () => {
  it('exists for every code, or else a reason does', () => {
    const missing = Object.keys(catalogue).filter((code) => !(code in examples) && !(code in withoutExample));
    const todo =
      'write mended.yaml beside a case of test/errors that has the code, or the reason into withoutExample ' +
      'of compiler/build/pages/examples.ts';
    expect(missing, todo).to.deep.equal([]);
  });

  for (const [code, { wrong, right }] of Object.entries(examples)) {
    it(`has two parts that differ, and few lines: ${code}`, () => {
      const choose = `choose what to show in compiler/build/pages/examples.ts:\n${wrong}\n${right}`;
      expect(wrong, choose).to.not.equal(right);
      for (const part of [wrong, right]) expect(part.split('\n').length - 1, choose).to.be.within(1, 12);
    });

    it(`can be copied from: ${code}`, () => {
      const parsed = parse({ name: code, bytes: new TextEncoder().encode(right) });
      expect(parsed.diagnostics.map(({ message }) => message)).to.deep.equal([]);
    });
  }
});

describe('an excerpt of two specs', () => {
  const base = ['name: todo', 'shared:', '  zones: [a, b]', '  database:', '    user: todo', 'last: 1'];
  const replace = (at: number, count: number, ...lines: readonly string[]) =>
    base.toSpliced(at, count, ...lines);

  for (const [title, wrong, right, at, want] of [
    [
      'has the line that differs, below its keys',
      replace(4, 1, '    user: root'),
      base,
      4,
      ['shared:\n  database:\n    user: root\n', 'shared:\n  database:\n    user: todo\n'],
    ],
    [
      'has, of several changes, the one at the message',
      replace(4, 2, '    user: root', 'last 1'),
      base,
      5,
      ['last 1\n', 'last: 1\n'],
    ],
    [
      'has the changes below the message, when it stands at their key',
      replace(2, 4, '  database:', '    user: todo', 'last: 2'),
      base,
      1,
      ['shared:\n  database:\n', 'shared:\n  zones: [a, b]\n  database:\n'],
    ],
    [
      'has all changes, when the message stands elsewhere',
      replace(4, 2, '    user: root', 'last: 2'),
      base,
      0,
      ['shared:\n  database:\n    user: root\nlast: 2\n', 'shared:\n  database:\n    user: todo\nlast: 1\n'],
    ],
    [
      'has a line that is only in the wrong spec, beside one of the same mapping',
      replace(5, 0, '    user: again'),
      base,
      5,
      ['shared:\n  database:\n    user: todo\n    user: again\n', 'shared:\n  database:\n    user: todo\n'],
    ],
    [
      'has a first line that goes, beside the next',
      ['%YAML 1.2', ...base],
      base,
      0,
      ['%YAML 1.2\nname: todo\n', 'name: todo\n'],
    ],
    [
      'has a last line that is added, beside the one before it of its mapping',
      base,
      [...base, 'more: 1'],
      0,
      ['last: 1\n', 'last: 1\nmore: 1\n'],
    ],
  ] as const) {
    it(title, () => {
      const [wantWrong, wantRight] = want;
      expect(excerptOf({ wrong, right, at })).to.deep.equal({ wrong: wantWrong, right: wantRight });
    });
  }

  it('has chosen settings, with all that is below them', () => {
    const wrong = replace(5, 0, '    names:', '      - a', '      - b');
    expect(excerptOf({ wrong, right: base, at: 0, settings: ['name', 'shared.database'] })).to.deep.equal({
      wrong: 'name: todo\nshared:\n  database:\n    user: todo\n    names:\n      - a\n      - b\n',
      right: 'name: todo\nshared:\n  database:\n    user: todo\n',
    });
  });

  it('has no chosen setting that neither spec writes', () => {
    const specs = { wrong: base, right: base, at: 0, settings: ['shared.databases'] };
    expect(() => excerptOf(specs)).to.throw('No line of the example sets "shared.databases"');
  });
});
