import { InternalError } from '../internal-error.ts';

/** A value as YAML 1.1 and 1.2 readers understand alike. Text is quoted unless it matches a narrow safe pattern. */
export function scalarText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    const text = String(value);
    if (!/^-?[0-9]+(\.[0-9]+)?$/.test(text)) throw new InternalError(`the number ${text} has no plain form`);
    return text;
  }
  return isPlain(value) ? value : quoted(value);
}

/** In flow style also commas, brackets and colons end a text without quotes. */
export function flowScalarText(value: string | number | boolean): string {
  if (typeof value !== 'string') return scalarText(value);
  const isRange = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(value);
  return isRange || (isPlain(value) && !/[,:{}]/.test(value)) ? value : quoted(value);
}

/** Words that some YAML readers take for a boolean or null. */
const words = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);

function isPlain(text: string): boolean {
  // As most keys of CloudFormation are; none of the words below is as long.
  if (/^[A-Z][A-Za-z]{5,}$/.test(text)) return true;
  if (!/^[A-Za-z/$][A-Za-z0-9_/$.,:{}()' =*+-]*$/.test(text)) return false;
  // A reader of YAML 1.1 takes e5 for a number, although its digits are missing.
  return !/: |:$| $|^[eE][-+]?[0-9]+$/.test(text) && !words.has(text.toLowerCase());
}

function quoted(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  const escaped = Array.from(text, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    if (character >= ' ' && character <= '~') return character;
    if (character === '\n') return '\\n';
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `"${escaped.join('')}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, '0');
}
