import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { parse } from '../../compiler/phases/parse.ts';

/** The messages about the text itself: `line:column message / hint`. */
function findingsIn(text: string): string[] {
  const { diagnostics } = parse({ name: 'spec.yaml', bytes: Buffer.from(text) });
  return diagnostics
    .filter(({ code }) => code === 'yaml-syntax')
    .map(
      ({ place: { line, column }, message, hint = '' }) =>
        `${String(line)}:${String(column)} ${message} / ${hint}`,
    );
}

const noColon =
  'This line is not a "key: value" pair / Write a key, a colon, a space and a value, such as "port: 8080"';
const noPair =
  'This part of a mapping is not a "key: value" pair / Write a key, a colon, a space and a value, such as "port: 8080"';
const aKeyThatIs = (kind: string) => `A key must be plain text, not ${kind} / Write a name before the colon`;
const tab = 'A tab is used for indentation / Indent with spaces';
const badEscape = (escape: string) =>
  `Text in double quotes cannot contain the escape "${escape}" / Write two backslashes for one, or put the text in single quotes`;
const badStart = (sign: string) => `Text without quotes cannot begin with "${sign}" / Put the text in quotes`;
const secondColon =
  'A value without quotes cannot contain ": " / Put the value in quotes, or start a new line for a nested key';
const wrongIndentation =
  'This line is indented by a wrong number of spaces / Indent all keys of a mapping, or all items of a list, by the same number of spaces';
const deeper =
  'This line is indented as if it belonged to the value above it / Indent it like the line above, or remove the value of that line';
const noDash =
  'This line is neither an item of the list above nor a key of its last item / Write "- " before it, or indent it like the keys of that item';
const loneDash =
  'An item of a list stands among the keys of a mapping / Remove the "- ", or begin the lines below with one';
const itemAsText =
  'Because of its indentation, an item of a list is read as text of the item above it / Indent all items of the list by the same number of spaces, or put the text in quotes';
const notClosed = (what: string, bracket: string) =>
  `A closing "${bracket}" is missing / Close the ${what} with "${bracket}", and indent all its lines deeper than its key`;
const moreText =
  'More text follows where the value has ended / Put the whole value in one pair of quotes, or start a new line for the next key';
const dash =
  'An item of a list in brackets cannot begin with "- " / Remove the "- ", and separate the items with commas, such as [a, b]';
const commaOrQuotes =
  'A comma is missing between two items, or a value without quotes contains ": " / Write ", " between the items, or put the value in quotes';
const strayComma = 'A comma has no item before it / Remove the comma, or write an item before it';
const longKey =
  'A key is longer than 1,024 characters / Write a short key, and put its value behind the colon';
const behindBar =
  'Text cannot follow "|" or ">" on the same line / Put the value in quotes, or write the text on the next line';

const long = 'x'.repeat(1100);

const mistakes: readonly (readonly [title: string, text: string, ...wanted: string[]])[] = [
  ['a list as a key', 'a:\n  b: 1\n  [x, y]: 2\n', `3:3 ${aKeyThatIs('a list')}`],
  ['a list as a key at the top', '[x, y]: 2\n', `1:1 ${aKeyThatIs('a list')}`],
  ['a mapping as a key', 'a:\n  b: 1\n  { x: y }: 2\n', `3:3 ${aKeyThatIs('a mapping')}`],
  ['a mapping as a key in brackets', 'a: { { x: y }: 2 }\n', `1:6 ${aKeyThatIs('a mapping')}`],
  ['a line without a colon', 'a: 1\nb c\n', `2:1 ${noColon}`],
  ['a line without a colon above another', 'a b\nc: d\n', `1:1 ${noColon}`],
  ['a colon without a space', 'a:1\nb: 2\n', `1:1 ${noColon}`],
  ['a list on a line of its own', 'a: 1\n[b]\n', `2:1 ${noColon}`],
  ['a tab', 'a:\n\tb: 1\n', `2:1 ${tab}`],
  ['an unknown escape', 'a: "\\q"\n', `1:5 ${badEscape('\\q')}`],
  ['a path of Windows', 'a: "C:\\Users"\n', `1:7 ${badEscape('\\U')}`],
  ['a sign that means something', 'a: @b\n', `1:4 ${badStart('@')}`],
  ['a comma at the start', 'a: ,b\n', `1:4 ${badStart(',')}`],
  ['a question mark at the start', 'a: ? b\n', `1:4 ${badStart('?')}`],
  ['two colons', 'a: b: c\n', `1:4 ${secondColon}`],
  ['two colons after each other', 'a: { b: : c }\n', `1:9 ${secondColon}`],
  ['a key below its sibling', 'a:\n    b: 1\n  c: 2\n', `2:5 ${wrongIndentation}`],
  ['an item below its sibling', '- - a\n - b\n', `2:2 ${wrongIndentation}`],
  ['a value with keys below it', 'a: b\n  c: d\n', `2:3 ${deeper}`],
  [
    'an item among keys',
    'a:\n  b: 1\n  - c\n',
    '3:3 An item of a list stands among the keys of a mapping / Indent the item like the other items of its list, or write "key: value"',
  ],
  ['a key among items', 'a:\n  - b: 1\n   c: 2\n', `3:4 ${noDash}`],
  [
    'a list on the line of its key',
    'a: - b\n',
    '1:4 A list cannot begin on the line of its key / Write each "- " item on a line of its own below the key, or the list in brackets, such as [a, b]',
  ],
  ['a bracket that is not closed', 'a: [1, 2\nb: 3\n', `1:8 ${notClosed('list', ']')}`],
  ['a bracket that the end leaves open', '[1, 2\n', `1:5 ${notClosed('list', ']')}`],
  ['a brace that is not closed', 'a: { b: 1\nc: 2\n', `1:9 ${notClosed('mapping', '}')}`],
  ['a brace that the end leaves open', '{ b: 1\n', `1:6 ${notClosed('mapping', '}')}`],
  [
    'a bracket that was not opened',
    'a: [1, 2]]\nb: 1\n',
    '1:10 The "]" has no opening "[" / Remove it, or write "[" where the list begins',
  ],
  [
    'a brace that was not opened',
    'a: { b: 1 }}\n',
    '1:12 The "}" has no opening "{" / Remove it, or write "{" where the mapping begins',
  ],
  [
    'a double quote that is not closed',
    'a: "b\nc: 1\n',
    '1:4 A closing double quote is missing / Write a double quote at the end of the text',
  ],
  [
    'a single quote that is not closed',
    "a: 'b\nc: 1\n",
    '1:4 A closing single quote is missing / Write a single quote at the end of the text',
  ],
  ['quotes inside quotes', 'a: "b "c""\n', `1:8 ${moreText}`],
  ['text behind quotes', 'a: "b" c\n', `1:8 ${moreText}`],
  ['a key behind a list', '- a\nb: c\nd: e\n', `2:1 ${noDash}`],
  ['items with dashes in brackets', 'a: [- b, - c]\n', `1:5 ${dash}`],
  ['lines with dashes in brackets', 'a: [\n  - b\n]\n', `2:3 ${dash}`],
  ['a key in brackets without a comma', 'a: { b: 1 c: 2 }\n', `1:9 ${commaOrQuotes}`],
  [
    'items without a comma',
    'a: ["b" "c"]\n',
    '1:7 A comma is missing between two items / Write ", " between the items',
  ],
  [
    'a key without a colon in braces',
    'a: { b { c: 1 }}\n',
    '1:6 A colon or a comma is missing / Write each item as "key: value", and ", " between the items',
  ],
  [
    'a key and its colon on two lines',
    '[a\n: b]\n',
    '1:3 A key and its colon stand on different lines / Write the key and its colon on one line',
  ],
  ['a key without a colon among others in braces', 'a: { b 1, c: 2 }\n', `1:6 ${noPair}`],
  ['a colon without a space in braces', 'a: { b:1 }\n', `1:6 ${noPair}`],
  [
    'a quote that the next one closes, lines below',
    'a: {\n  b: "x,\n  c: "y",\n  d: 1 }\n',
    '2:6 A closing double quote is missing / Write a double quote at the end of the text',
  ],
  [
    'a comma that is missing at the end of a line',
    'a: [\n  b, # c\n  "d" # e\n  f,\n]\n',
    '3:9 A comma is missing between two items / Write ", " between the items',
  ],
  ['a wrong bracket below a quote', 'a: [\n  "b"\n  }\n', `2:5 ${notClosed('list', ']')}`],
  ['two keys in brackets over several lines', '{\n  a: 1\n}: 2\n[\n  b\n]: 3\n', `1:1 ${noColon}`],
  ['braces that end too early', '{\n  "a": { "b": 1 }}, "c": 2\n}\n', `2:19 ${moreText}`],
  ['a comma too many', 'a: [1,, 2]\n', `1:7 ${strayComma}`],
  ['a comma at the start of a list', 'a: [, 1]\n', `1:5 ${strayComma}`],
  [
    'a comment without a space',
    'a: "b"#c\n',
    '1:7 A comment needs a space before its "#" / Write a space before the "#"',
  ],
  [
    'a marker with text behind it',
    '--- a: 1\n',
    '1:5 "---" must stand on a line of its own / Remove the "---", or start a new line after it',
  ],
  ['text behind a bar', 'a: | b\n', `1:6 ${behindBar}`],
  ['letters behind a bar', 'a: |-b\n  c\n', `1:6 ${behindBar}`],
  [
    'an empty line that is indented',
    'a: |\n    \n  b\n',
    '3:3 An empty line is indented deeper than the text below it / Remove the spaces of the empty line',
  ],
  ['a long key', `${long}: 1\n`, `1:1 ${longKey}`],
  ['a long key in brackets', `a: [${long}: 1]\n`, `1:1105 ${longKey}`],
];

describe('a mistake in the YAML of a spec', () => {
  for (const [title, text, ...wanted] of mistakes) {
    it(`is explained in our own words: ${title}`, () => {
      expect(findingsIn(text)).to.deep.equal(wanted);
    });
  }

  const indentations: readonly (readonly [title: string, text: string, wanted: string])[] = [
    ['the first key, with spaces too many', 'a:\n   b: 1\n  c: 2\nd:\n  e: 1\n', `2:4 ${wrongIndentation}`],
    ['the first line of all', '  a: 1\nb: 2\n', `1:3 ${wrongIndentation}`],
    ['a key before its block', 'a:\n    b:\n    c: 1\n  d: 2\ne:\n  f: 1\n', `2:5 ${wrongIndentation}`],
    ['the first key, with spaces too few', 'a:\n b: [1]\n  c: 2\nd:\n  e: 1\n', `2:2 ${wrongIndentation}`],
    ['a key without its spaces', 'a:\n  b: 1\nc: [2]\n  d: 3\n  e: 4\n', `3:1 ${wrongIndentation}`],
    [
      'a key without its spaces, above its block',
      'a:\n  b:\n    c: 1\nd:\n    e: 1\n    f: 2\n  g: 3\n',
      `4:1 ${wrongIndentation}`,
    ],
    ['the last key, with spaces too many', 'a:\n  b: 1\n   c: 2\n', `3:4 ${deeper}`],
    ['an item, with spaces too many', 'a:\n  - b\n   - c\n', `3:4 ${itemAsText}`],
    ['an item, with spaces too few', 'a:\n - b\n  - c\nd:\n  e: 1\n', `2:2 ${itemAsText}`],
    ['a dash too many', 'a:\n  - b: 1\n  c: 2\n', `2:3 ${loneDash}`],
    ['a dash too few', 'a:\n  - b\n  c\n', `3:3 ${noDash}`],
    [
      'a dash too few at the first item',
      'a:\n  b\n  - c\n',
      '2:3 The lines below are items of a list, and this line is not / Write "- " before it, or remove the "- " of those lines',
    ],
    [
      'a dash without a space',
      'a:\n  - b\n  -c\n',
      '3:3 A space is missing after the "-" of an item / Write a space after the "-"',
    ],
  ];
  for (const [title, text, wanted] of indentations) {
    it(`is the line that differs from those round it: ${title}`, () => {
      expect(findingsIn(text)).to.deep.equal([wanted]);
    });
  }

  it('is a tab where the lines of a list begin with one', () => {
    expect(findingsIn('a: [\n\t1\n]\n')[0]).to.equal(`2:1 ${tab}`);
  });

  it('never gets the words of the library', () => {
    const spec = readFileSync('test/golden/every-setting/spec.yaml', 'utf8');
    const signs = [
      '[',
      ']',
      '{',
      '}',
      ',',
      ': ',
      '"',
      "'",
      '#',
      '- ',
      '\n',
      '\n  ',
      '\t',
      '? ',
      '|',
      '>',
      '@',
    ];
    const edit = fc.record({ at: fc.nat(spec.length), cut: fc.nat(4), sign: fc.constantFrom(...signs) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const text = edits.reduce(
          (before, { at, cut, sign }) => before.slice(0, at) + sign + before.slice(at + cut),
          spec,
        );
        const documents = parseAllDocuments(text, { prettyErrors: false });
        const said = 'length' in documents ? documents.flatMap(({ errors }) => errors) : [];
        const found = findingsIn(text).join('\n');
        expect(said.filter(({ message }) => found.includes(message.replace(/\.$/, '')))).to.deep.equal([]);
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});
