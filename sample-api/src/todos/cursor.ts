/** Where the next page begins, encoded so that clients don't calculate with it. */
export function writeCursor(position: number): string {
  return Buffer.from(String(position)).toString('base64url');
}

/** The position after which the next page begins; undefined when the text is not a cursor. */
export function readCursor(cursor: string): number | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  return /^[1-9]\d{0,14}$/.test(text) && writeCursor(Number(text)) === cursor ? Number(text) : undefined;
}
