import type { ErrorCode } from 'yaml';

/** What is wrong, and what to write. */
export type Words = readonly [message: string, hint: string];

export interface Mistake {
  /** What the YAML library says: it tells apart what has one code, and never reaches a user. */
  readonly said: string;
  /** The line of the mistake, up to it and from it on. */
  readonly before: string;
  readonly rest: string;
  /** What follows that line. */
  readonly below: string;
}

/** In our own words: no sentence of the library is passed on. */
export function wordsFor(code: ErrorCode, mistake: Mistake): Words {
  const words = wordsByCode[code];
  return typeof words === 'function' ? words(mistake) : words;
}

export function keyThatIs(kind: 'a list' | 'a mapping'): Words {
  return [`A key must be plain text, not ${kind}`, 'Write a name before the colon'];
}

/** What a mapping is made of. */
export const pairHint = 'Write a key, a colon, a space and a value, such as "port: 8080"';

/** By the quote that is not closed. */
export const openQuote: Readonly<Record<string, Words>> = {
  '"': ['A closing double quote is missing', 'Write a double quote at the end of the text'],
  "'": ['A closing single quote is missing', 'Write a single quote at the end of the text'],
};
const unclear: Words = [
  'The text is not well-formed YAML here',
  'Check the indentation, quotes and brackets of this line and the one above',
];
const noColon: Words = ['This line is not a "key: value" pair', pairHint];
export const wrongIndentation: Words = [
  'This line is indented by a wrong number of spaces',
  'Indent all keys of a mapping, or all items of a list, by the same number of spaces',
];
export const deeper: Words = [
  'This line is indented as if it belonged to the value above it',
  'Indent it like the line above, or remove the value of that line',
];
const strayLine: Words = [
  'This line belongs to nothing above it',
  'Check its indentation, and the quotes and brackets of the lines above it',
];
const itemAmongKeys: Words = [
  'An item of a list stands among the keys of a mapping',
  'Indent the item like the other items of its list, or write "key: value"',
];
export const noDash: Words = [
  'This line is neither an item of the list above nor a key of its last item',
  'Write "- " before it, or indent it like the keys of that item',
];
export const noSpaceAfterColon: Words = ['A space is missing after a colon', 'Write a space after the colon'];
export const splitKey: Words = [
  'A key and its colon stand on different lines',
  'Write the key and its colon on one line',
];
export const noSpace: Words = ['A space is missing after the "-" of an item', 'Write a space after the "-"'];
export const loneDash: Words = [
  'An item of a list stands among the keys of a mapping',
  'Remove the "- ", or begin the lines below with one',
];
export const indentationWords: readonly Words[] = [wrongIndentation, strayLine, itemAmongKeys, noDash];
export const tab: Words = ['A tab is used for indentation', 'Indent with spaces'];
const secondColon: Words = [
  'A value without quotes cannot contain ": "',
  'Put the value in quotes, or start a new line for a nested key',
];
const dashInBrackets: Words = [
  'An item of a list in brackets cannot begin with "- "',
  'Remove the "- ", and separate the items with commas, such as [a, b]',
];
const noComma: Words = ['A comma is missing between two items', 'Write ", " between the items'];
const textBehindBar: Words = [
  'Text cannot follow "|" or ">" on the same line',
  'Put the value in quotes, or write the text on the next line',
];

/** Every code that the library has. */
const wordsByCode: Readonly<Record<ErrorCode, Words | ((mistake: Mistake) => Words)>> = {
  BAD_DQ_ESCAPE: ({ rest }) => [
    `Text in double quotes cannot contain the escape "${rest.slice(0, 2)}"`,
    'Write two backslashes for one, or put the text in single quotes',
  ],
  BAD_INDENT: ({ said, below }) => {
    if (/^ *\t/.test(below)) return tab;
    if (said.endsWith(']')) return notClosed('list', ']');
    if (said.endsWith('}')) return notClosed('mapping', '}');
    return wrongIndentation;
  },
  BAD_SCALAR_START: ({ rest }) => badStart(rest),
  BLOCK_AS_IMPLICIT_KEY: ({ said, before, rest }) => {
    if (said.includes('sequence')) {
      return itemAmongKeys;
    }
    if (/^\?\s/.test(rest)) return badStart(rest);
    if (`${before}${rest}`.split(/:\s/).length > 2) return secondColon;
    return deeper;
  },
  BLOCK_IN_FLOW: ({ rest }) =>
    /^-\s/.test(rest)
      ? dashInBrackets
      : [
          'A comma is missing between two items, or a value without quotes contains ": "',
          'Write ", " between the items, or put the value in quotes',
        ],
  // A comment that is none: the library does not expect such a key inside a mapping.
  IMPOSSIBLE: ({ rest }) => {
    if (rest.startsWith('[')) return keyThatIs('a list');
    return rest.startsWith('{') ? keyThatIs('a mapping') : unclear;
  },
  KEY_OVER_1024_CHARS: [
    'A key is longer than 1,024 characters',
    'Write a short key, and put its value behind the colon',
  ],
  MISSING_CHAR: (mistake) => wordsBySaying(mistake, missing),
  MULTILINE_IMPLICIT_KEY: ({ said, rest }) => {
    if (!said.includes('flow')) return noColon;
    if (/^-\s/.test(rest)) return dashInBrackets;
    return splitKey;
  },
  TAB_AS_INDENT: tab,
  UNEXPECTED_TOKEN: (mistake) => wordsBySaying(mistake, unexpected),

  // Refused before the text is composed, or only reported with options that `parse` does not use.
  ALIAS_PROPS: unclear,
  BAD_ALIAS: unclear,
  BAD_COLLECTION_TYPE: unclear,
  BAD_DIRECTIVE: unclear,
  BAD_PROP_ORDER: unclear,
  DUPLICATE_KEY: unclear,
  MULTIPLE_ANCHORS: unclear,
  MULTIPLE_DOCS: unclear,
  MULTIPLE_TAGS: unclear,
  NON_STRING_KEY: unclear,
  RESOURCE_EXHAUSTION: unclear,
  TAG_RESOLVE_FAILED: unclear,
};

function badStart(text: string): Words {
  return [`Text without quotes cannot begin with "${text.slice(0, 1)}"`, 'Put the text in quotes'];
}

function notClosed(what: 'list' | 'mapping', bracket: ']' | '}'): Words {
  return [
    `A closing "${bracket}" is missing`,
    `Close the ${what} with "${bracket}", and indent all its lines deeper than its key`,
  ];
}

function notOpened(what: 'list' | 'mapping', closing: ']' | '}', opening: '[' | '{'): Words {
  return [
    `The "${closing}" has no opening "${opening}"`,
    `Remove it, or write "${opening}" where the ${what} begins`,
  ];
}

type Sayings = readonly (readonly [said: RegExp, words: Words])[];

function wordsBySaying({ said, before }: Mistake, sayings: Sayings): Words {
  const found = sayings.find(([pattern]) => pattern.test(said));
  if (found) return found[1];
  if (sayings !== unexpected) return unclear;
  return before.trim() === ''
    ? strayLine
    : [
        'More text follows where the value has ended',
        'Put the whole value in one pair of quotes, or start a new line for the next key',
      ];
}

const missing: Sayings = [
  [/end with a \]$/, notClosed('list', ']')],
  [/end with a \}$/, notClosed('mapping', '}')],
  [/map values$/, noColon],
  [/^Comments must/, ['A comment needs a space before its "#"', 'Write a space before the "#"']],
  [
    /^Missing , or : between flow map/,
    ['A colon or a comma is missing', 'Write each item as "key: value", and ", " between the items'],
  ],
  [/^Missing ,/, noComma],
  [/^Missing space after :/, noSpaceAfterColon],
  [/^Sequence item without -/, noDash],
  [
    /directives-end marker$/,
    ['"---" must stand on a line of its own', 'Remove the "---", or start a new line after it'],
  ],
  [
    /^Block scalars with/,
    ['An empty line is indented deeper than the text below it', 'Remove the spaces of the empty line'],
  ],
];

const unexpected: Sayings = [
  [/flow-seq-end|"\]"/, notOpened('list', ']', '[')],
  [/flow-map-end|"\}"/, notOpened('mapping', '}', '{')],
  [
    /^Unexpected (,|empty item) /,
    ['A comma has no item before it', 'Remove the comma, or write an item before it'],
  ],
  [/^Unexpected : in flow/, secondColon],
  [
    /^Unexpected block-seq-ind/,
    [
      'A list cannot begin on the line of its key',
      'Write each "- " item on a line of its own below the key, or the list in brackets, such as [a, b]',
    ],
  ],
  [/^Block scalar header|^Not a YAML token/, textBehindBar],
];
