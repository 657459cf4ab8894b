import fc from 'fast-check';
import type { Schema } from '../../../compiler/spec/schema.ts';

/** Long enough for what has a long beginning, such as an ARN; the longest that is allowed is tried beside it. */
const usualLength = 90;

/** Texts that some reader of YAML, some shell or JavaScript itself takes for something else. */
export const treacherous = [
  ...['', ' ', 'y', 'N', 'no', 'On', 'off', 'true', 'False', 'null', 'Null', '~', '=', '<<', '-', '?', ':'],
  ...[
    '12:30',
    '1:2:3',
    '0b101',
    '0o7',
    '010',
    '0x1F',
    '1_000',
    '1e3',
    'e5',
    'E0',
    '.5',
    '5.',
    '.inf',
    '.nan',
    '+1',
  ],
  ...['2012-10-17', '1.10', '0123456789012', 'a: b', 'a #b', '#a', ' a', 'a ', '- a', '! a', '!Ref a', '&a'],
  ...['*a', '%a', '@a', '`id`', '"a"', "'a'", "it's", '\\n', '\\', '{a}', '[a]', '${AWS::AccountId}', '${a}'],
  ...['$(id)', '$HOME', '$$', 'a, b', 'a]', '---', '...', "' #", ';&|<>()', '--help', '-', '!!', '*', 'a=b'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'length',
    'NaN',
    '{{resolve',
    '%s',
  ],
];

/** Texts of a schema's form that a spec may have: printable ASCII, and nothing that CloudFormation would evaluate. */
export function textsOf({ pattern, minLength = 0, maxLength = 4096 }: Schema): fc.Arbitrary<string> {
  const form = new RegExp(pattern ?? '', 'u');
  const fits = (text: string) =>
    form.test(text) && isAllowed(text) && text.length >= minLength && text.length <= maxLength;
  const odd = treacherous.filter(fits);
  const short = drawn(pattern, Math.min(maxLength, usualLength), minLength).filter(fits);
  const long = drawn(pattern, Math.min(maxLength, usualLength * 4), minLength).filter(fits);
  return fc.oneof(
    { weight: 8, arbitrary: short },
    { weight: 1, arbitrary: long },
    { weight: odd.length > 0 ? 4 : 0, arbitrary: odd.length > 0 ? fc.constantFrom(...odd) : short },
  );
}

function isAllowed(text: string): boolean {
  return /^[ -~]*$/.test(text) && !text.includes('{{resolve:');
}

/** By pattern and length: the library takes its time to prepare one. */
const prepared = new Map<string, fc.Arbitrary<string>>();

function drawn(pattern: string | undefined, maxLength: number, minLength: number): fc.Arbitrary<string> {
  if (pattern === undefined) return fc.string({ minLength, maxLength, unit: 'grapheme-ascii' });
  const key = `${maxLength} ${pattern}`;
  const form = new RegExp(printable(withoutLookahead(pattern)), 'u');
  const arbitrary = prepared.get(key) ?? fc.stringMatching(form, { maxLength });
  prepared.set(key, arbitrary);
  return arbitrary;
}

/** What must not follow is left out here, since the library can't draw it: what is drawn is filtered besides. */
function withoutLookahead(pattern: string): string {
  const start = pattern.search(/\(\?[!=]/);
  if (start < 0) return pattern;
  let depth = 0;
  let end = start;
  do {
    if (pattern[end] === '\\') end += 1;
    else if (pattern[end] === '(') depth += 1;
    else if (pattern[end] === ')') depth -= 1;
    end += 1;
  } while (depth > 0 && end < pattern.length);
  return withoutLookahead(pattern.slice(0, start) + pattern.slice(end));
}

/** Sets of all characters but some, as the printable ones without these. */
function printable(pattern: string): string {
  return pattern.replace(/\[\^((?:\\.|[^\]\\])+)\]/g, (_whole, excluded: string) => {
    const not = new RegExp(`[${excluded}]`, 'u');
    const left = Array.from({ length: 95 }, (_each, index) => String.fromCharCode(32 + index));
    return `[${left
      .filter((each) => !not.test(each))
      .map((each) => (/[\\\]^-]/.test(each) ? `\\${each}` : each))
      .join('')}]`;
  });
}
