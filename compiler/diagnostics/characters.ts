/** A character outside ASCII that people take for another one, or don't see. */
interface LookAlike {
  /** Its name in the Unicode character database. */
  readonly name: string;
  /** What to write in its place; nothing for an invisible character. */
  readonly instead: string;
}

/** `U+00A0`. */
export function codePointOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

export function lookAlikeOf(character: string): LookAlike | undefined {
  return lookAlikes().get(character) ?? fullWidth(character);
}

/** The text with the characters that others only look like. */
export function withoutLookAlikes(text: string): string {
  return text.replace(/[^\u0000-\u007f]/gu, (character) => lookAlikeOf(character)?.instead ?? character);
}

/** `U+00A0 (NO-BREAK SPACE)`; a visible character without a name here is shown: `U+00E9 ("é")`. */
export function describeCharacter(character: string): string {
  const name = lookAlikeOf(character)?.name;
  const code = codePointOf(character);
  if (name !== undefined) return `${code} (${name})`;
  return printable(character) === character ? `${code} ("${character}")` : code;
}

/** What a terminal would act on, and what nobody would see or tell from a space. */
const unprintable =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e0fff}]/gu;

/** The text, with a visible sign for every character that could not be seen or that a terminal would act on. */
export function printable(text: string): string {
  // Most texts, and this expression is compiled sooner.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(/\t/g, ' ').replace(unprintable, '\ufffd');
}

/** Whether a terminal gives it two cells: https://www.unicode.org/reports/tr11/ */
export function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    character,
  );
}

/** By what to write: code points and their names. https://www.unicode.org/Public/UCD/latest/ucd/UnicodeData.txt */
const table = (): readonly (readonly [instead: string, characters: Readonly<Record<number, string>>])[] => [
  [
    ' ',
    {
      0x00a0: 'NO-BREAK SPACE',
      0x1680: 'OGHAM SPACE MARK',
      0x2000: 'EN QUAD',
      0x2001: 'EM QUAD',
      0x2002: 'EN SPACE',
      0x2003: 'EM SPACE',
      0x2004: 'THREE-PER-EM SPACE',
      0x2005: 'FOUR-PER-EM SPACE',
      0x2006: 'SIX-PER-EM SPACE',
      0x2007: 'FIGURE SPACE',
      0x2008: 'PUNCTUATION SPACE',
      0x2009: 'THIN SPACE',
      0x200a: 'HAIR SPACE',
      0x202f: 'NARROW NO-BREAK SPACE',
      0x205f: 'MEDIUM MATHEMATICAL SPACE',
      0x3000: 'IDEOGRAPHIC SPACE',
    },
  ],
  [
    '',
    {
      0x00ad: 'SOFT HYPHEN',
      0x034f: 'COMBINING GRAPHEME JOINER',
      0x200b: 'ZERO WIDTH SPACE',
      0x200c: 'ZERO WIDTH NON-JOINER',
      0x200d: 'ZERO WIDTH JOINER',
      0x200e: 'LEFT-TO-RIGHT MARK',
      0x200f: 'RIGHT-TO-LEFT MARK',
      0x2028: 'LINE SEPARATOR',
      0x2029: 'PARAGRAPH SEPARATOR',
      0x202a: 'LEFT-TO-RIGHT EMBEDDING',
      0x202b: 'RIGHT-TO-LEFT EMBEDDING',
      0x202c: 'POP DIRECTIONAL FORMATTING',
      0x202d: 'LEFT-TO-RIGHT OVERRIDE',
      0x202e: 'RIGHT-TO-LEFT OVERRIDE',
      0x2060: 'WORD JOINER',
      0x2066: 'LEFT-TO-RIGHT ISOLATE',
      0x2067: 'RIGHT-TO-LEFT ISOLATE',
      0x2068: 'FIRST STRONG ISOLATE',
      0x2069: 'POP DIRECTIONAL ISOLATE',
      0xfe0f: 'VARIATION SELECTOR-16',
      0xfeff: 'ZERO WIDTH NO-BREAK SPACE',
    },
  ],
  [
    '"',
    {
      0x00ab: 'LEFT-POINTING DOUBLE ANGLE QUOTATION MARK',
      0x00bb: 'RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK',
      0x201c: 'LEFT DOUBLE QUOTATION MARK',
      0x201d: 'RIGHT DOUBLE QUOTATION MARK',
      0x201e: 'DOUBLE LOW-9 QUOTATION MARK',
      0x201f: 'DOUBLE HIGH-REVERSED-9 QUOTATION MARK',
      0x2033: 'DOUBLE PRIME',
      0x301d: 'REVERSED DOUBLE PRIME QUOTATION MARK',
      0x301e: 'DOUBLE PRIME QUOTATION MARK',
      0x301f: 'LOW DOUBLE PRIME QUOTATION MARK',
    },
  ],
  [
    "'",
    {
      0x00b4: 'ACUTE ACCENT',
      0x2018: 'LEFT SINGLE QUOTATION MARK',
      0x2019: 'RIGHT SINGLE QUOTATION MARK',
      0x201a: 'SINGLE LOW-9 QUOTATION MARK',
      0x201b: 'SINGLE HIGH-REVERSED-9 QUOTATION MARK',
      0x2032: 'PRIME',
    },
  ],
  [
    '-',
    {
      0x2010: 'HYPHEN',
      0x2011: 'NON-BREAKING HYPHEN',
      0x2012: 'FIGURE DASH',
      0x2013: 'EN DASH',
      0x2014: 'EM DASH',
      0x2015: 'HORIZONTAL BAR',
      0x2212: 'MINUS SIGN',
      0x30fc: 'KATAKANA-HIRAGANA PROLONGED SOUND MARK',
      0xfe63: 'SMALL HYPHEN-MINUS',
    },
  ],
  [':', { 0x2236: 'RATIO', 0xa789: 'MODIFIER LETTER COLON', 0xfe55: 'SMALL COLON' }],
  [',', { 0x3001: 'IDEOGRAPHIC COMMA', 0xff64: 'HALFWIDTH IDEOGRAPHIC COMMA' }],
  ['.', { 0x3002: 'IDEOGRAPHIC FULL STOP', 0xff61: 'HALFWIDTH IDEOGRAPHIC FULL STOP' }],
  ['...', { 0x2026: 'HORIZONTAL ELLIPSIS' }],
  ['/', { 0x2044: 'FRACTION SLASH', 0x2215: 'DIVISION SLASH' }],
  ['~', { 0x301c: 'WAVE DASH' }],
  ['*', { 0x2217: 'ASTERISK OPERATOR' }],
  ['a', { 0x0430: 'CYRILLIC SMALL LETTER A' }],
  ['c', { 0x0441: 'CYRILLIC SMALL LETTER ES' }],
  ['e', { 0x0435: 'CYRILLIC SMALL LETTER IE' }],
  ['h', { 0x04bb: 'CYRILLIC SMALL LETTER SHHA' }],
  ['i', { 0x0456: 'CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I' }],
  ['j', { 0x0458: 'CYRILLIC SMALL LETTER JE' }],
  ['o', { 0x043e: 'CYRILLIC SMALL LETTER O', 0x03bf: 'GREEK SMALL LETTER OMICRON' }],
  ['p', { 0x0440: 'CYRILLIC SMALL LETTER ER' }],
  ['s', { 0x0455: 'CYRILLIC SMALL LETTER DZE' }],
  ['x', { 0x0445: 'CYRILLIC SMALL LETTER HA' }],
  ['y', { 0x0443: 'CYRILLIC SMALL LETTER U' }],
  ['A', { 0x0410: 'CYRILLIC CAPITAL LETTER A', 0x0391: 'GREEK CAPITAL LETTER ALPHA' }],
  ['B', { 0x0412: 'CYRILLIC CAPITAL LETTER VE', 0x0392: 'GREEK CAPITAL LETTER BETA' }],
  ['C', { 0x0421: 'CYRILLIC CAPITAL LETTER ES' }],
  ['E', { 0x0415: 'CYRILLIC CAPITAL LETTER IE', 0x0395: 'GREEK CAPITAL LETTER EPSILON' }],
  ['H', { 0x041d: 'CYRILLIC CAPITAL LETTER EN', 0x0397: 'GREEK CAPITAL LETTER ETA' }],
  ['I', { 0x0406: 'CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I', 0x0399: 'GREEK CAPITAL LETTER IOTA' }],
  ['K', { 0x041a: 'CYRILLIC CAPITAL LETTER KA', 0x039a: 'GREEK CAPITAL LETTER KAPPA' }],
  ['M', { 0x041c: 'CYRILLIC CAPITAL LETTER EM', 0x039c: 'GREEK CAPITAL LETTER MU' }],
  ['N', { 0x039d: 'GREEK CAPITAL LETTER NU' }],
  ['O', { 0x041e: 'CYRILLIC CAPITAL LETTER O', 0x039f: 'GREEK CAPITAL LETTER OMICRON' }],
  ['P', { 0x0420: 'CYRILLIC CAPITAL LETTER ER', 0x03a1: 'GREEK CAPITAL LETTER RHO' }],
  ['S', { 0x0405: 'CYRILLIC CAPITAL LETTER DZE' }],
  ['T', { 0x0422: 'CYRILLIC CAPITAL LETTER TE', 0x03a4: 'GREEK CAPITAL LETTER TAU' }],
  ['X', { 0x0425: 'CYRILLIC CAPITAL LETTER HA', 0x03a7: 'GREEK CAPITAL LETTER CHI' }],
];

let made: ReadonlyMap<string, LookAlike> | undefined;

/** Made when it is first used: most specs have no such character. */
function lookAlikes(): ReadonlyMap<string, LookAlike> {
  made ??= new Map(
    table().flatMap(([instead, characters]) =>
      Object.entries(characters).map(([code, name]) => [
        String.fromCodePoint(Number(code)),
        { name, instead },
      ]),
    ),
  );
  return made;
}

/** Every character that has an entry of its own, for tests. */
export function knownLookAlikes(): readonly string[] {
  return [...lookAlikes().keys()];
}

/** The letters, digits and signs of Japanese input methods: U+FF01 to U+FF5E are ASCII's, in its order. */
function fullWidth(character: string): LookAlike | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0xff01 || code > 0xff5e) return undefined;
  const instead = String.fromCodePoint(code - 0xfee0);
  return { name: `FULLWIDTH ${asciiName(instead)}`, instead };
}

function asciiName(character: string): string {
  if (/[a-z]/.test(character)) return `LATIN SMALL LETTER ${character.toUpperCase()}`;
  if (/[A-Z]/.test(character)) return `LATIN CAPITAL LETTER ${character}`;
  return signNames[character] ?? '';
}

const signNames: Readonly<Record<string, string>> = {
  '!': 'EXCLAMATION MARK',
  '"': 'QUOTATION MARK',
  '#': 'NUMBER SIGN',
  $: 'DOLLAR SIGN',
  '%': 'PERCENT SIGN',
  '&': 'AMPERSAND',
  "'": 'APOSTROPHE',
  '(': 'LEFT PARENTHESIS',
  ')': 'RIGHT PARENTHESIS',
  '*': 'ASTERISK',
  '+': 'PLUS SIGN',
  ',': 'COMMA',
  '-': 'HYPHEN-MINUS',
  '.': 'FULL STOP',
  '/': 'SOLIDUS',
  '0': 'DIGIT ZERO',
  '1': 'DIGIT ONE',
  '2': 'DIGIT TWO',
  '3': 'DIGIT THREE',
  '4': 'DIGIT FOUR',
  '5': 'DIGIT FIVE',
  '6': 'DIGIT SIX',
  '7': 'DIGIT SEVEN',
  '8': 'DIGIT EIGHT',
  '9': 'DIGIT NINE',
  ':': 'COLON',
  ';': 'SEMICOLON',
  '<': 'LESS-THAN SIGN',
  '=': 'EQUALS SIGN',
  '>': 'GREATER-THAN SIGN',
  '?': 'QUESTION MARK',
  '@': 'COMMERCIAL AT',
  '[': 'LEFT SQUARE BRACKET',
  '\\': 'REVERSE SOLIDUS',
  ']': 'RIGHT SQUARE BRACKET',
  '^': 'CIRCUMFLEX ACCENT',
  _: 'LOW LINE',
  '`': 'GRAVE ACCENT',
  '{': 'LEFT CURLY BRACKET',
  '|': 'VERTICAL LINE',
  '}': 'RIGHT CURLY BRACKET',
  '~': 'TILDE',
};
