import { expect } from 'chai';
import type { Finding, Offer } from '../../compiler/diagnostics/diagnostic.ts';
import { parse } from '../../compiler/phases/parse.ts';
import { proveHints } from '../../compiler/phases/prove-hints.ts';
import type { SpecTree } from '../../compiler/spec/model.ts';
import { valueAt } from '../../compiler/spec/path.ts';
import type { SpecPath } from '../../compiler/spec/path.ts';

const size: SpecPath = ['size'];

function treeOf(text: string): SpecTree {
  const outcome = parse({ name: 'spec', bytes: Buffer.from(text) });
  if (!outcome.ok) throw new Error('no YAML');
  return outcome.value;
}

const refusal = (path: SpecPath, hint: string): Finding => ({
  code: 'out-of-range',
  path,
  message: 'No',
  hint,
});

/** The hint after its values were tried, where a size is refused that `refusedBy` has a hint for. */
function hintAfter(
  offer: Partial<Offer>,
  refusedBy: (size: unknown) => string | readonly Finding[] | undefined,
  examples: readonly unknown[] = [],
): string | undefined {
  const say = (values: readonly unknown[]) => `Write ${values.join(' or ')}`;
  const whole: Offer = { path: size, kind: 'example', values: [], say, ...offer };
  const finding: Finding = {
    code: 'wrong-value',
    path: size,
    message: 'Wrong',
    hint: 'before',
    offer: whole,
  };
  const find = (tree: SpecTree) => {
    const found = refusedBy(valueAt(tree.data, size)) ?? [];
    return typeof found === 'string' ? [refusal(size, found)] : found;
  };
  const [proven] = proveHints([finding], treeOf('size: 0\n'), { find, examples: () => examples });
  return proven?.hint;
}

const fromTo = ([from, to]: readonly unknown[]) => `from ${String(from)} to ${String(to)}`;

describe('a hint that proposes an example', () => {
  const refused = (value: unknown) => (Number(value) < 3 ? 'more than 2' : undefined);

  it('has the first value that the compiler takes', () => {
    expect(hintAfter({ values: [1, 3, 4] }, refused)).to.equal('Write 3');
  });

  it('has one that modules know when none of its own is right', () => {
    expect(hintAfter({ values: [1, 2] }, refused, [2, 5, 6])).to.equal('Write 5');
  });

  it('gives way to the hint of the first refusal at its place', () => {
    const perValue = (value: unknown) => `not ${String(value)}`;
    expect(hintAfter({ values: [1, 2] }, perValue)).to.equal('not 1');
  });

  it('does not give way to refusals elsewhere', () => {
    const elsewhere = () => [refusal(['name'], 'elsewhere')];
    expect(hintAfter({ values: [1, 2] }, elsewhere)).to.equal('before');
  });

  it('does not mind warnings', () => {
    const warned = (): readonly Finding[] => [{ code: 'plain-http', path: size, message: 'Plain' }];
    expect(hintAfter({ values: [1, 2] }, warned)).to.equal('Write 1');
  });

  it('tries something else last', () => {
    const otherwise: Offer = { path: size, kind: 'range', values: [1, 9], say: fromTo };
    const elsewhere = (value: unknown) => (Number(value) < 3 ? [refusal(['name'], 'elsewhere')] : undefined);
    expect(hintAfter({ values: [1, 2], otherwise }, elsewhere)).to.equal('from 3 to 9');
  });
});

describe('a hint that proposes each value', () => {
  const each = (values: readonly unknown[]) => ({ kind: 'each' as const, values });

  it('keeps those that the compiler takes', () => {
    const refused = (value: unknown) => (Number(value) < 3 ? 'more than 2' : undefined);
    expect(hintAfter(each([1, 3, 2, 4]), refused)).to.equal('Write 3 or 4');
  });

  it('keeps those with which the least else is wrong where none is right', () => {
    const counted = (value: unknown) =>
      Array.from({ length: Number(value) }, (_, index) => refusal([`part${index}`], 'no'));
    expect(hintAfter(each([3, 1, 2, 1]), counted)).to.equal('Write 1 or 1');
  });

  it('proposes nothing that only modules know', () => {
    expect(hintAfter(each([1]), () => undefined, [2])).to.equal('Write 1');
  });
});

describe('a hint that proposes edits', () => {
  it('tries each at its own place', () => {
    const edits = [
      { path: ['size'], value: 1, words: 'size 1' },
      { path: ['name'], value: 'x', words: 'name x' },
      { path: ['size'], value: 2, words: 'size 2' },
    ];
    const say = (values: readonly unknown[]) =>
      (values as readonly (typeof edits)[number][]).map(({ words }) => words).join(', or ');
    const refused = (value: unknown) => (value === 1 ? 'not 1' : undefined);
    expect(hintAfter({ kind: 'edits', values: edits, say }, refused, [7])).to.equal('name x, or size 2');
  });
});

describe('a hint that proposes a name', () => {
  it('tries it in place of the key', () => {
    const finding: Finding = {
      code: 'wrong-form',
      path: ['tags', 'a b'],
      message: 'Wrong',
      offer: { path: ['tags', 'a b'], kind: 'name', values: ['a', 'a_b'], say: ([name]) => String(name) },
    };
    const find = ({ data }: SpecTree): readonly Finding[] =>
      Object.keys(valueAt(data, ['tags']) as object).join() === 'a,a_b'
        ? []
        : [refusal(['tags', 'a b'], 'no')];
    const tree = treeOf('tags:\n  a: 1\n  a b: 2\n');
    const [proven] = proveHints([finding], tree, { find, examples: () => [] });
    expect(proven?.hint).to.equal('a_b');
  });
});

describe('a hint that proposes a range', () => {
  type Row = readonly [
    title: string,
    values: readonly unknown[],
    isRight: (size: number) => boolean,
    wanted: string,
  ];
  const between = (from: number, to: number) => (value: number) => value >= from && value <= to;
  const rows: readonly Row[] = [
    ['has all of it', [1, 100], () => true, 'from 1 to 100'],
    ['has all of it, whatever its default is', [1, 100, 50], () => true, 'from 1 to 100'],
    ['begins later', [1, 100, 50], between(40, 100), 'from 40 to 100'],
    ['ends earlier', [1, 100, 50], between(1, 60), 'from 1 to 60'],
    ['does both', [1, 100, 50], between(49, 51), 'from 49 to 51'],
    ['is one number', [1, 100, 50], between(50, 50), 'from 50 to 50'],
    ['is found round any of the values', [1, 100, 50, 7], between(6, 8), 'from 6 to 8'],
    ['is two numbers', [7, 8], () => true, 'from 7 to 8'],
    ['takes no text for a number', [1, 'x', 9], () => true, 'from 1 to 9'],
    ['gives way where it has none', [1, 100, 50], between(200, 300), 'not 1'],
    ['gives way where it has a gap at its beginning', [1, 100], (value) => value !== 2, 'not 2'],
    ['gives way where it has a gap in the middle', [1, 100], (value) => value !== 50, 'not 50'],
    ['gives way where it has a gap at its end', [1, 100], (value) => value !== 99, 'not 99'],
    ['gives way where only every other number is right', [0, 100], (value) => value % 2 === 0, 'not 1'],
    ['stays as it is without numbers', ['x'], () => true, 'before'],
    ['stays as it is without an end', [1], () => true, 'before'],
  ];
  for (const [title, values, isRight, wanted] of rows) {
    it(title, () => {
      const refused = (value: unknown) => (isRight(Number(value)) ? undefined : `not ${String(value)}`);
      expect(hintAfter({ kind: 'range', values, say: fromTo }, refused)).to.equal(wanted);
    });
  }

  it('goes in its own steps', () => {
    const range = { kind: 'range' as const, values: [0, 128, 4], step: 0.5, say: fromTo };
    const refused = (value: unknown) => (between(2.5, 6.5)(Number(value)) ? undefined : 'no');
    expect(hintAfter(range, refused)).to.equal('from 2.5 to 6.5');
    const odd = (value: unknown) => (Number(value) === 0.5 ? 'not a half' : undefined);
    expect(hintAfter(range, odd)).to.equal('not a half');
    const middle = (value: unknown) => (Number(value) === 5 ? 'not the middle' : undefined);
    expect(hintAfter({ ...range, values: [0, 10] }, middle)).to.equal('not the middle');
  });
});

describe('a spec with several mistakes', () => {
  const say = ([value]: readonly unknown[]) => `Write ${String(value)}`;
  const wrong = (key: string, values: readonly unknown[]): Finding => ({
    code: 'wrong-value',
    path: [key],
    message: `Wrong ${key}`,
    hint: 'before',
    offer: { path: [key], kind: 'example', values, say },
  });

  it('is judged by what is new, and by the mistake itself', () => {
    const findings = [wrong('a', [1, 2]), wrong('b', [3, 4])];
    const find = ({ data }: SpecTree) =>
      findings.filter(({ path }) => [0, 1, 3].includes(Number(valueAt(data, path))));
    const proven = proveHints(findings, treeOf('a: 0\nb: 0\n'), { find, examples: () => [] });
    expect(proven.map(({ hint }) => hint)).to.deep.equal(['Write 2', 'Write 4']);
  });

  it('keeps a finding that proposes nothing as it is', () => {
    const { offer, ...plain } = wrong('a', [1]);
    expect(offer).to.not.equal(undefined);
    const judge = { find: () => [], examples: () => [1] };
    expect(proveHints([plain], treeOf('a: 0\n'), judge)).to.deep.equal([plain]);
  });

  it('is tried to the last part', () => {
    const values = Array.from({ length: 5000 }, (_, index) => index);
    const find = ({ data }: SpecTree) => (valueAt(data, ['a']) === 4999 ? [] : [refusal(['a'], 'no')]);
    const [proven] = proveHints([wrong('a', values)], treeOf('a: 0\nb: 0\n'), { find, examples: () => [] });
    expect(proven?.hint).to.equal('Write 4999');
  });

  // 20,000 parts in all. Each try looks at every part of the spec, and at every finding.
  for (const [title, text, others, calls] of [
    ['the parts of a small spec', 'a: 0\n', 0, 6666],
    ['the parts of a larger one', 'a: 0\nb: [1, 2]\n', 0, 3333],
    ['its mistakes too', 'a: 0\n', 2, 4000],
  ] as const) {
    it(`is tried only so often that nobody waits: it counts ${title}`, () => {
      let count = 0;
      const find = () => {
        count += 1;
        return [refusal(['a'], 'no')];
      };
      const many = wrong(
        'a',
        Array.from({ length: 10_000 }, (_, index) => index),
      );
      const rest = Array.from({ length: others }, (_, index) => wrong(`x${index}`, [1]));
      const proven = proveHints([many, ...rest], treeOf(text), { find, examples: () => [] });
      expect(count).to.equal(calls);
      expect(proven.map(({ hint }) => hint)).to.deep.equal([many, ...rest].map(() => 'before'));
    });
  }
});
