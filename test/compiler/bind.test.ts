import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileAll } from '../../compiler/compile.ts';
import type { Derived } from '../../compiler/spec/derived.ts';
import { bind } from '../../compiler/template/bind.ts';
import { resourceIn } from '../../compiler/template/node.ts';
import type { TemplateNode } from '../../compiler/template/node.ts';
import { toPlain } from '../../compiler/template/plain.ts';
import { readFragment } from '../../compiler/template/read.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { casesIn } from '../support/compile/snapshot.ts';

const text =
  'Resources:\n  Topic: { Type: T, Properties: { TopicName: !Spec name, Tags: [!Splice tags] } }\n';
const fragment = readFragment(text, 'fragment');

type Values = Readonly<Record<string, Derived>>;

/** The fragment's only resource, bound. */
function topic(values: Values, from = fragment): TemplateNode | undefined {
  const bound = bind(from, (dotted) => values[dotted] ?? { value: null, from: [dotted] });
  return resourceIn(bound, 'Topic');
}

const name: Derived = { value: 'one', from: ['name'] };
const tags = tagsOf('a', 'b');

function tagsOf(...texts: readonly string[]): Derived {
  return { value: texts.map((value, index) => ({ value, from: ['tags', index] })), from: ['tags'] };
}

describe('a resource that is bound for several specs', () => {
  it('is the same object when nothing in it differs', () => {
    const copied = structuredClone({ name, tags });
    expect(topic({ name, tags })).to.equal(topic(copied));
  });

  const others: readonly (readonly [string, Values])[] = [
    ['another value', { name: { value: 'two', from: ['name'] }, tags }],
    ['a value of another type', { name: { value: 1, from: ['name'] }, tags }],
    ['no value', { name: { value: null, from: ['name'] }, tags }],
    ['a value from another place', { name: { value: 'one', from: ['other'] }, tags }],
    ['a function', { name: { ...name, tag: 'Sub' }, tags }],
    ['a longer list', { name, tags: tagsOf('a', 'b', 'c') }],
    ['a list in another order', { name, tags: tagsOf('b', 'a') }],
  ];
  for (const [what, values] of others) {
    it(`is bound anew with ${what}`, () => {
      const one = topic({ name, tags });
      const other = topic(values);
      expect(other).to.not.equal(one);
      expect(other).to.deep.equal(topic(values, readFragment(text, 'fragment')));
      expect(toPlain(topic({ name, tags }) ?? fragment)).to.deep.equal({
        Type: 'T',
        Properties: { TopicName: 'one', Tags: ['a', 'b'] },
      });
    });
  }

  it('makes the same files, whichever specs were compiled before', () => {
    const sources = casesIn('test/golden').map((each) => {
      const file = `test/golden/${each}/spec.yaml`;
      return { name: file, bytes: readFileSync(file) };
    });
    const filesOf = (source: (typeof sources)[number]) => {
      const outcome = compileAll(source, toolkit);
      return outcome.ok ? outcome.value.map(({ artifacts }) => artifacts) : outcome.diagnostics;
    };
    const forwards = sources.map(filesOf);
    const backwards = [...sources].reverse().map(filesOf).reverse();
    expect(backwards).to.deep.equal(forwards);
  });
});
