import { expect } from 'chai';
import { pairRenames } from '../../compiler/change/renames.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import type { TemplateNode } from '../../compiler/template/node.ts';

/** A resource with a property for each letter. */
function thing(letters: string, type = 'AWS::Test::Thing'): TemplateNode {
  const properties = Object.fromEntries(letters.split('').map((letter, index) => [`P${index}`, letter]));
  return readTemplate(JSON.stringify({ Type: type, Properties: properties }));
}

/** The same, under keys that begin with this letter. */
function placed(letters: string, key: string): TemplateNode {
  const properties = Object.fromEntries(
    letters.split('').map((letter, index) => [`${key}${index}`, { Is: letter }]),
  );
  return readTemplate(JSON.stringify({ Type: 'AWS::Test::Thing', Properties: properties }));
}

const bare = readTemplate('Type: AWS::Test::Thing');

type Resources = Readonly<Record<string, TemplateNode>>;

const cases: readonly (readonly [title: string, removed: Resources, added: Resources, pairs: string[]])[] = [
  [
    'has three quarters of the values in common',
    { Old: thing('abcdefg') },
    { New: thing('abcdef-') },
    ['Old>New'],
  ],
  ['has no fewer in common', { Old: thing('abcdef') }, { New: thing('abcde-') }, []],
  ['is of the same type', { Old: thing('abcd') }, { New: thing('abcd', 'AWS::Test::Other') }, []],
  ['needs no name in common with three values', { Old: thing('abc') }, { New: thing('abc') }, ['Old>New']],
  [
    "has half of the name's words in common with two values",
    { RequestLog: thing('ab') },
    { Log: thing('ab') },
    ['RequestLog>Log'],
  ],
  ['has no other name with two values', { RequestLog: thing('ab') }, { TaskRecord: thing('ab') }, []],
  ['has its values under the same keys', { Old: placed('abcd', 'P') }, { New: placed('abcd', 'Q') }, []],
  ['needs a name in common without values', { RequestLog: bare }, { Log: bare }, ['RequestLog>Log']],
  ['has no other name without values', { RequestLog: bare }, { TaskRecord: bare }, []],
  ['has words in common, and not just letters', { DogCat: bare }, { CogDat: bare }, []],
  ['has abbreviations in common, and not just letters', { LogVPC: bare }, { LogCPV: bare }, []],
  ['has in common what begins with a small letter', { webLog: bare }, { taskLog: bare }, []],
  [
    'is the one with the most in common',
    { Old: thing('abcdefgh') },
    { Near: thing('abcdefg-'), Same: thing('abcdefgh') },
    ['Old>Same'],
  ],
  [
    'is taken for one resource only',
    { One: thing('abcd'), Two: thing('abcd') },
    { New: thing('abcd') },
    ['One>New'],
  ],
];

describe('a resource under another logical id', () => {
  for (const [title, removed, added, pairs] of cases) {
    it(title, () => {
      const found = pairRenames(new Map(Object.entries(removed)), new Map(Object.entries(added)));
      expect([...found].map((pair) => pair.join('>'))).to.deep.equal(pairs);
    });
  }
});
