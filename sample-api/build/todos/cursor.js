/** Where the next page begins, in a form that nobody is tempted to reckon with. */
export function writeCursor(position) {
    return Buffer.from(String(position)).toString('base64url');
}
/** The position after which to go on; undefined when the text is no cursor. */
export function readCursor(cursor) {
    const text = Buffer.from(cursor, 'base64url').toString('latin1');
    return /^[1-9]\d{0,14}$/.test(text) && writeCursor(Number(text)) === cursor ? Number(text) : undefined;
}
//# sourceMappingURL=cursor.js.map