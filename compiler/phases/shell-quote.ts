/**
 * The value as one word of bash: ASCII, on one line, never expanded. Text that needs no escaping stands in single
 * quotes, any other as bytes in ANSI-C quotes, which bash has known since version 2.
 *
 * Throws for what no word can contain: a NUL, or half of a surrogate pair.
 */
export function quoteForShell(value: string): string {
  if (/\0|\p{Surrogate}/u.test(value)) {
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
