import { expect } from 'chai';
import { showValue } from '../../compiler/cli/views/show-value.ts';
import type { Plain } from '../../compiler/template/plain.ts';

describe('a value of a template on one line', () => {
  const given: readonly (readonly [title: string, value: Plain | undefined, want: string])[] = [
    ['says that there is none', undefined, '(none)'],
    ['is JSON', { Size: [1, true, 'a'] }, '{"Size": [1, true, "a"]}'],
    ['has the short form of a reference', { Ref: 'Vpc' }, '!Ref Vpc'],
    ['has the short form of an attribute', { 'Fn::GetAtt': ['Vpc', 'Arn'] }, '!GetAtt Vpc.Arn'],
    [
      'has the short form of any function',
      { 'Fn::Join': ['', ['a', { Ref: 'Vpc' }]] },
      '!Join ["", ["a", !Ref Vpc]]',
    ],
    ['is whole when it is as long as a line', 'a'.repeat(128), `"${'a'.repeat(128)}"`],
    [
      'has both ends of what is longer',
      `${'a'.repeat(100)}${'b'.repeat(100)}`,
      `"${'a'.repeat(62)}...${'b'.repeat(62)}"`,
    ],
    ['has the size of code', { ZipFile: 'line\n'.repeat(100) }, '(615 characters)'],
  ];
  for (const [title, value, want] of given) {
    it(title, () => {
      expect(showValue(value)).to.equal(want);
    });
  }
});
