import { expect } from 'chai';
import { inputsIn } from '../../compiler/diff/changed-inputs.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { toPlain } from '../../compiler/template/plain.ts';

describe('the conditions and mappings that a value uses', () => {
  const cases: readonly (readonly [title: string, value: string, inputs: readonly string[]])[] = [
    ['are none in plain data', 'A: [1, { B: two }, {}]', []],
    ['are the condition of a choice', 'A: !If [IsLarge, 1, 2]', ['condition IsLarge at A']],
    [
      'are the mapping in which it is looked up',
      'A: { B: !FindInMap [Sizes, all, Size] }',
      ['mapping Sizes at A.B'],
    ],
    ['are the condition that a condition names', '!Not [!Condition IsLarge]', ['condition IsLarge at ']],
    [
      'are those inside others',
      'A: !If [IsLarge, !FindInMap [Sizes, all, Size], 2]',
      ['condition IsLarge at A', 'mapping Sizes at A'],
    ],
    [
      'are at the list, since items have no names',
      'A: [{ B: !If [IsLarge, 1, 2] }]',
      ['condition IsLarge at A.B'],
    ],
    [
      'are those of every key',
      'A: !If [One, 1, 2]\nB: !If [Two, 1, 2]',
      ['condition One at A', 'condition Two at B'],
    ],
    ['are none of other functions', 'A: !GetAtt Vpc.Id\nB: !Ref Vpc\nC: !Join ["", [a, b]]', []],
    ['are none where a policy has conditions', 'Condition: { Bool: { a: true } }', []],
    ['are none where the word has neighbours', 'Condition: IsLarge\nOther: 1', []],
    ['are none where a mapping is chosen by a function', 'A: !FindInMap [!Ref Name, all, Size]', []],
  ];
  for (const [title, value, inputs] of cases) {
    it(title, () => {
      const found = inputsIn(toPlain(readTemplate(value))).map(
        ({ name, path }) => `${name} at ${path.join('.')}`,
      );
      expect(found).to.deep.equal(inputs);
    });
  }
});
