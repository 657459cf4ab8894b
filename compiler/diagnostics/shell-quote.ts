import type { SpecTree } from '../spec/model.ts';
import { withoutControls } from './controls.ts';

/**
 * The value as one word of bash: ASCII, on one line, never expanded. Text that needs no escaping stands in single
 * quotes, any other as bytes in ANSI-C quotes, which bash has known since version 2.
 *
 * Throws for what no word can contain: a NUL, or half of a surrogate pair.
 */
export function quoteForShell(value: string): string {
  if (/\0|[\ud800-\udfff]/u.test(value)) {
    throw new Error(`No shell word can hold ${JSON.stringify(value)}`);
  }
  if (/^[ -~]*$/.test(value) && !/['\\$`]/.test(value)) return `'${value}'`;
  return `$'${Array.from(new TextEncoder().encode(value), escapeByte).join('')}'`;
}

function escapeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (/['\\]/.test(character)) return `\\${character}`;
  return /[ -~]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
}

/**
 * The value as one word of a command that people read and paste: in quotes only if it needs them, and readable, if no
 * character would have an effect on the terminal. What no word can contain becomes a question mark.
 */
export function shellWord(value: string): string {
  if (/^[A-Za-z0-9_./][A-Za-z0-9_./:,@%+=-]*$/.test(value)) return value;
  if (/^[\p{L}\p{N}_./][\p{L}\p{N}_./:,@%+=-]*$/u.test(value)) return value;
  const possible = value.replace(/[\0\ud800-\udfff]/gu, '?');
  return withoutControls(possible) === possible
    ? `'${possible.replaceAll("'", String.raw`'\''`)}'`
    : quoteForShell(possible);
}

/** A file as a word of a command, where it is no flag; `-` stands for standard input. */
export function fileWord(path: string): string {
  return path === '-' ? path : shellWord(path.startsWith('-') ? `./${path}` : path);
}

/** A spec as words of a command: its file, by the name of its source, its environment or its preview. */
export function specWords({
  name,
  environment,
  preview,
}: Pick<SpecTree, 'name' | 'environment' | 'preview'>): string {
  const file = fileWord(name === 'stdin' ? '-' : name);
  if (preview) return `${file} --preview ${preview.id}${environment ? ` --from ${environment.name}` : ''}`;
  return environment ? `${file} --environment ${environment.name}` : file;
}
