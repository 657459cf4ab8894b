import { expect } from 'chai';
import { compare, isOrderOnly } from '../../compiler/change/difference.ts';
import type { TemplateNode } from '../../compiler/template/node.ts';
import { readTemplate } from '../../compiler/template/read.ts';

const nothingKnown = { before: {}, after: {} };
const differences = (before: string, after: string) =>
  compare(readTemplate(before), readTemplate(after), nothingKnown);
const whole = [''];

describe('two versions of a part of a template', () => {
  const cases: readonly (readonly [
    title: string,
    before: string,
    after: string,
    paths: readonly string[],
  ])[] = [
    ['are the same with their keys in another order', 'A: 1\nB: 2\nC: 3', 'B: 2\nC: 3\nA: 1', []],
    [
      'are the same with the keys of an item in another order',
      'L: [{ C: 3, A: 1, B: 2 }]',
      'L: [{ A: 1, B: 2, C: 3 }]',
      [],
    ],
    ['differ where one lacks a key', 'A: 1', 'A: 1\nB: 2', ['B']],
    ['differ where one has the word undefined', 'A: 1', 'A: 1\nB: undefined', ['B']],
    ['differ in one place although their keys are in another order', 'A: 1\nB: 2', 'B: 3\nA: 1', ['B']],
    ['differ in each place', 'A: { B: 1, C: 1 }\nD: 1', 'A: { B: 2, C: 2 }\nD: 1', ['A.B', 'A.C']],
    ['differ where a list becomes a mapping with the same keys', 'A: [x]', 'A: { "0": x }', ['A']],
    [
      'differ where a list of named items becomes a mapping',
      'A: [{ Key: a }]',
      'A: { a: { Key: b } }',
      ['A'],
    ],
    [
      'differ where a list loses an item',
      'A: [{ Key: a }, { Key: b }, { Key: c }]',
      'A: [{ Key: a }, { Key: c }]',
      ['A.b'],
    ],
    [
      'differ as a whole where named items change places',
      'A: [{ Key: a }, { Key: b }, { Key: c }]',
      'A: [{ Key: a }, { Key: c }, { Key: b }]',
      ['A'],
    ],
    [
      'differ in the item of a list with names',
      'A: [{ Name: a, X: 1 }]',
      'A: [{ Name: a, X: 2 }]',
      ['A.a.X'],
    ],
    [
      'differ in the policy of a role',
      'A: [{ PolicyName: a, X: 1 }]',
      'A: [{ PolicyName: a, X: 2 }]',
      ['A.a.X'],
    ],
    ['differ as a whole where items lose their names', 'A: [{ Key: a }]', 'A: [a]', ['A']],
    ['differ as a whole where items have no names', 'A: [{ X: 1 }]', 'A: [{ X: 2 }]', ['A']],
    [
      'differ as a whole where two items have one name',
      'A: [{ Key: a, X: 1 }, { Key: a, X: 2 }]',
      'A: [{ Key: a, X: 1 }, { Key: a, X: 3 }]',
      ['A'],
    ],
    [
      'differ as a whole where a name is a function',
      'A: [{ Name: !Ref N, X: 1 }]',
      'A: [{ Name: !Ref N, X: 2 }]',
      ['A'],
    ],
    [
      'differ as a whole where a name is a mapping',
      'A: [{ Name: { Ref: N }, X: 1 }]',
      'A: [{ Name: { Ref: N }, X: 2 }]',
      ['A'],
    ],
    [
      'differ as a whole where a function has another argument',
      'A: !Transform { Name: T, Parameters: { X: 1 } }',
      'A: !Transform { Name: T, Parameters: { X: 2 } }',
      ['A'],
    ],
    ['differ as a whole where a function is written in full', 'A: { Ref: B }', 'A: { Ref: C }', ['A']],
    [
      'differ as a whole where a choice is written in full',
      'A: { "Fn::If": [B, { C: 1 }, { C: 2 }] }',
      'A: { "Fn::If": [B, { C: 1 }, { C: 3 }] }',
      ['A'],
    ],
    [
      'differ in one place where a key only looks like a function',
      'A: { Ref: B, Other: 1 }',
      'A: { Ref: C, Other: 1 }',
      ['A.Ref'],
    ],
    [
      'differ in one place under a key that begins like one',
      'A: { References: 1 }',
      'A: { References: 2 }',
      ['A.References'],
    ],
    ['differ in one place under a key that ends like one', 'A: { MyRef: 1 }', 'A: { MyRef: 2 }', ['A.MyRef']],
    ['differ as a whole where neither has a key', '[1]', '[2]', whole],
  ];
  for (const [title, before, after, paths] of cases) {
    it(title, () => {
      expect(differences(before, after).map(({ path }) => path.join('.'))).to.deep.equal(paths);
      expect(
        differences(after, before).map(({ path }) => path.join('.')),
        'back',
      ).to.deep.equal(paths);
    });
  }

  it('are shown with both values, and nothing where there is none', () => {
    expect(differences('A: 1', 'B: 2')).to.deep.equal([
      { path: ['A'], before: 1, after: undefined },
      { path: ['B'], before: undefined, after: 2 },
    ]);
  });
});

describe('where a difference comes from', () => {
  const text = (value: string, from?: readonly string[]): TemplateNode => ({
    kind: 'scalar',
    value,
    ...(from && { from }),
  });
  const map = (value: TemplateNode, from?: readonly string[]): TemplateNode => ({
    kind: 'map',
    entries: [{ key: 'A', value }],
    ...(from && { from }),
  });
  const originOf = (before: TemplateNode, after: TemplateNode) =>
    compare(before, after, nothingKnown).map(({ from }) => from);

  it('is what binds the value', () => {
    expect(originOf(map(text('1')), map(text('2', ['name']), ['tags']))).to.deep.equal([['name']]);
  });

  it('is what binds the value around it', () => {
    expect(originOf(map(text('1')), map(text('2'), ['tags']))).to.deep.equal([['tags']]);
  });

  it('is the first that binds a value inside it', () => {
    expect(originOf(text('1'), map(text('2', ['name'])))).to.deep.equal([['name']]);
  });

  it('is unknown for a value of the fragment alone', () => {
    expect(compare(map(text('1')), map(text('2')), nothingKnown)[0]).to.not.have.property('from');
  });
});

describe('a difference of the order alone', () => {
  for (const [title, before, after, isOrder] of [
    ['has the same items in another order', ['a', 'b'], ['b', 'a'], true],
    ['has no other item', ['a', 'b'], ['b', 'c'], false],
    ['has no item more', ['a', 'b'], ['b', 'a', 'a'], false],
    ['is of lists, before', { Ref: 'A' }, ['a'], false],
    ['is of lists, after', ['a'], { Ref: 'A' }, false],
    ['is of two lists', undefined, ['a'], false],
  ] as const) {
    it(title, () => {
      expect(isOrderOnly({ path: [], before, after })).to.equal(isOrder);
    });
  }
});
