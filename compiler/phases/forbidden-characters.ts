import { describeCharacter } from '../diagnostics/characters.ts';
import { oddBreak } from '../yaml/odd-break.ts';
import type { Problem } from './parse-problem.ts';
import { problem } from './parse-problem.ts';

/** What YAML forbids, and a byte-order mark inside the text. */
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]/;
const forbidden = new RegExp(`${control.source}|${oddBreak.source}`);

const names: Readonly<Record<string, string>> = {
  '\r': 'CARRIAGE RETURN',
  '\u0085': 'NEXT LINE',
};

/** A character that no spec may contain, wherever it stands: a comment can hide a line from some readers. */
export function forbiddenCharacter(text: string): Problem | undefined {
  const found = forbidden.exec(text);
  if (!found) return undefined;
  const [character] = found;
  const range = [found.index, found.index + 1] as const;
  if (!oddBreak.test(character)) {
    const message = `The spec contains the control character ${describeCharacter(character)}`;
    return problem('control-character', range, message, 'Remove the character');
  }
  const name = names[character];
  const described = describeCharacter(character) + (name === undefined ? '' : ` (${name})`);
  return problem(
    'control-character',
    range,
    `Only some YAML readers take ${described} for a line break`,
    'Remove it, or write a line break in its place: save the file with LF or CRLF line ends',
  );
}
