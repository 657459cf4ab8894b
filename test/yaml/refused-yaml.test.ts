import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { toolkit } from '../../compiler/toolkit.ts';

/** What is reported about a text: `code line:column-endColumn message / hint`. */
function reportsOf(bytes: Uint8Array): string[] {
  return compile({ name: 'spec.yaml', bytes }, toolkit).diagnostics.map(
    ({ code, place: { line, column, endLine, endColumn }, message, hint = '' }) =>
      `${code} ${line}:${column}-${endLine === line ? '' : `${endLine}:`}${endColumn} ${message} / ${hint}`,
  );
}

/** Only what is said about the text, not about what a spec must have. */
function problemsOf(text: string): string[] {
  return reportsOf(Buffer.from(text)).filter((each) => !/^(missing|unknown)-property|^wrong-type/.test(each));
}

const noSpace = 'A space is missing after a colon / Write a space after the colon';
const noPair =
  'This part of a mapping is not a "key: value" pair / Write a key, a colon, a space and a value, such as "port: 8080"';
const splitKey = 'A key and its colon stand on different lines / Write the key and its colon on one line';
const noKey = 'A key is missing before this colon / Write a name before the colon';
const shallow =
  'This line continues the value above it, and is not indented deeper than its key / Indent the line with more spaces';
const inBrackets = (sign: string) =>
  `In brackets, text without quotes cannot contain "${sign}" here / Put the text in quotes`;
const noDigit = (sign: string) => `"${sign}" cannot have a number behind it / Remove the number`;
const open = (kind: string) =>
  `A closing ${kind} quote is missing / Write a ${kind} quote at the end of the text`;
const explicitKey = 'A key cannot begin with "? " / Write "key: value"';
const tabInText = 'A tab stands where only spaces may / Write spaces in its place';
const itemAsText =
  'Because of its indentation, an item of a list is read as text of the item above it / Indent all items of the list by the same number of spaces, or put the text in quotes';
const oddBreak = (character: string) =>
  `Only some YAML readers take ${character} for a line break / Remove it, or write a line break in its place: save the file with LF or CRLF line ends`;

const refused: readonly (readonly [title: string, text: string, ...wanted: string[]])[] = [
  ['a colon without a key', 'a:\n  : 1\n', `yaml-syntax 2:3-3 ${noKey}`],
  ['a colon without a key in braces', '{ : 1 }\n', `yaml-syntax 1:2-2 ${noKey}`],
  [
    'a merge key',
    'a: 1\n<<: b\n',
    'yaml-alias 2:1-3 A spec cannot use the merge key "<<" / Write the keys and values themselves here',
  ],
  [
    'a key that is written twice',
    'a: 1\nb: 2\na: 3\n',
    'duplicate-key 3:1-2 The key "a" occurs twice in this mapping / Remove one of the two',
  ],
  [
    'a number that is written twice as a key',
    '0x10: 1\n0x10: 2\n',
    'duplicate-key 2:1-5 The key "0x10" occurs twice in this mapping / Remove one of the two',
  ],
  ['a colon with a comma behind it', '{ b:, c: d }\n', `yaml-syntax 1:4-5 ${noSpace}`],
  ['a colon with a bracket behind it', '{ b:[1] }\n', `yaml-syntax 1:4-5 ${noSpace}`],
  ['a colon at the end of braces', '{ b:}', `yaml-syntax 1:4-5 ${noSpace}`],
  ['a colon at the end of brackets', '[a, b:]', `yaml-syntax 1:6-7 ${noSpace}`],
  ['a word in braces', '[a, {b}]\n', `yaml-syntax 1:6-7 ${noPair}`],
  ['quoted text in braces', '{ a: 1, "b" }\n', `yaml-syntax 1:9-10 ${noPair}`],
  ['a key in braces over two lines', '{ "a\n b": c }\n', `yaml-syntax 1:3-4 ${splitKey}`],
  ['a colon on the line below its key', '{ a\n: b }', `yaml-syntax 1:3-4 ${splitKey}`],
  [
    'a question mark before a key',
    '? a\n: b\n',
    `yaml-syntax 1:1-2 ${explicitKey}`,
    `yaml-syntax 1:3-4 ${splitKey}`,
  ],
  ['a question mark in brackets', '[a, ? b]', `yaml-syntax 1:5-6 ${explicitKey}`],
  ['a question mark inside a word in brackets', 'a: [b?c, d]\n', `yaml-syntax 1:6-7 ${inBrackets('?')}`],
  ['a question mark inside a value in braces', 'a: { b: c?d }\n', `yaml-syntax 1:10-11 ${inBrackets('?')}`],
  ['a question mark inside a key in braces', 'a: { ?b: c }\n', `yaml-syntax 1:6-7 ${inBrackets('?')}`],
  ['a colon before a word in brackets', 'a: [:b]\n', `yaml-syntax 1:5-6 ${inBrackets(':')}`],
  ['a colon and a question mark in brackets', 'a: [:b?]\n', `yaml-syntax 1:5-6 ${inBrackets(':')}`],
  ['a number behind a bar', 'a: |2\n    b\n', `yaml-syntax 1:4-6 ${noDigit('|')}`],
  ['a number behind a greater-than sign', 'a: >1-\n  b\n', `yaml-syntax 1:4-7 ${noDigit('>')}`],
  ['a number behind a bar and a plus', 'a: |+2\n    b\n', `yaml-syntax 1:4-7 ${noDigit('|')}`],
  [
    'an escape that JSON has and go-yaml has not',
    'ab: "x\\ny\\/z"\n',
    'yaml-syntax 1:10-12 Text in double quotes cannot contain the escape "\\/" / Write "/" without a backslash',
  ],
  ['a bracket that closes at the key', 'a: [\n]\n', `yaml-syntax 2:1-2 ${shallow}`],
  ['a bracket that closes at the dash', 'a:\n  - [b,\n  ]\n', `yaml-syntax 3:3-4 ${shallow}`],
  ['a brace that goes on left of its first line', ' { a: 1,\nb: 2 }\n', `yaml-syntax 2:1-2 ${shallow}`],
  ['quotes that go on left of their first line', '  "x\n y"\n', `yaml-syntax 2:2-3 ${shallow}`],
  ['an item below a value', 'a: b\n - c\n', `yaml-syntax 2:2-3 ${itemAsText}`],
  ['an item below an item', 'a:\n  - b\n    - c\n', `yaml-syntax 3:5-6 ${itemAsText}`],
  ['an item deeper than the text above it', 'a:\n  b\n    - c\n', `yaml-syntax 3:5-6 ${itemAsText}`],
  [
    'an item without a dash',
    'a:\n  b\n  - c\n',
    'yaml-syntax 2:3-4 The lines below are items of a list, and this line is not / Write "- " before it, or remove the "- " of those lines',
  ],
  [
    'an item whose dash lacks its space',
    'a:\n  -b\n  - c\n',
    'yaml-syntax 2:3-4 A space is missing after the "-" of an item / Write a space after the "-"',
  ],
  ['a hash in quotes that go on left of their first line', '  "x\n # y"\n', `yaml-syntax 2:2-3 ${shallow}`],
  ['a colon on the line below its key and without a space', '{ a\n:[b] }', `yaml-syntax 1:3-4 ${splitKey}`],
  ['a doubled quote at the end of the file', "a: 'b''", `yaml-syntax 1:4-5 ${open('single')}`],
  ['an escaped quote at the end of the file', 'a: "b\\"', `yaml-syntax 1:4-5 ${open('double')}`],
  ['a double quote that is not closed in braces', '{ a: "b }\n', `yaml-syntax 1:6-7 ${open('double')}`],
  ['a single quote that is not closed in braces', "{ a: 'b }\n", `yaml-syntax 1:6-7 ${open('single')}`],
  ['an escaped quote at the end', 'a: "b\\"\n', `yaml-syntax 1:4-5 ${open('double')}`],
  ['a doubled quote at the end', "a: 'b''\n", `yaml-syntax 1:4-5 ${open('single')}`],
  [
    'a directive',
    '%YAML 1.2\n---\na: 1\n',
    'yaml-directive 1:1-10 A spec cannot use the YAML directive "%YAML 1.2" / Remove the line',
  ],
  [
    'a tag of YAML',
    'a: !!str b\n',
    'yaml-tag 1:4-9 A spec cannot use the YAML tag "!!str" / Write the value without a tag',
  ],
  [
    'a tag of CloudFormation',
    'a: !Ref b\n',
    'yaml-tag 1:4-8 A spec cannot use the YAML tag "!Ref" / Write a plain value: archc writes CloudFormation\'s functions itself',
  ],
  [
    'an anchor',
    'a: &x b\n',
    'yaml-alias 1:4-6 A spec cannot use the YAML anchor "&x" / Remove it, and write the value wherever it is needed',
  ],
  [
    'an alias',
    'a: *x\n',
    'yaml-alias 1:4-6 A spec cannot use the YAML alias "*x" / Write the value itself here',
  ],
  [
    'a tab behind spaces',
    'a:\n  \tb: 1\n',
    'yaml-syntax 2:3-4 A tab is used for indentation / Indent with spaces',
  ],
  ['a tab behind a colon', 'a:\t1\n', `yaml-syntax 1:3-4 ${tabInText}`],
  ['a tab at the end of a line', 'a: b\nc: d\t\n', `yaml-syntax 2:5-6 ${tabInText}`],
  ['a tab in text of several lines', 'a: "b\n  c\td"\n', `yaml-syntax 2:4-5 ${tabInText}`],
  [
    'a second document',
    'a: 1\n---\nb: 2\n',
    'several-documents 2:1-4 A second YAML document begins here / Move it into a file of its own: one file is one spec',
  ],
  [
    'a control character',
    'a: 1\nb: \u0001\n',
    'control-character 2:4-5 The spec contains the control character U+0001 / Remove the character',
  ],
  [
    'a byte-order mark inside the text',
    'a: \ufeffb\n',
    'control-character 1:4-5 The spec contains the control character U+FEFF (ZERO WIDTH NO-BREAK SPACE) / Remove the character',
  ],
  ['a line separator', 'a: b\u2028c\n', `control-character 1:5-6 ${oddBreak('U+2028 (LINE SEPARATOR)')}`],
  ['a next line', 'a: b\u0085c\n', `control-character 1:5-6 ${oddBreak('U+0085 (NEXT LINE)')}`],
  ['a lone carriage return', 'a\rb: 1\n', `control-character 1:2-3 ${oddBreak('U+000D (CARRIAGE RETURN)')}`],
];

const accepted: readonly (readonly [title: string, text: string])[] = [
  ['a byte-order mark at the start', '\ufeffa: 1\n'],
  ['a backslash before a slash', 'a: "b\\\\/c"\n'],
  ['quotes inside the other quotes', 'a: \'b "c" d\'\nb: "it\'s"\n'],
  ['doubled and escaped quotes', 'a: \'it\'\'s\'\nb: "say \\"hi\\""\n'],
  ['a colon right behind a key in quotes', '{"a":b, \'c\':d}'],
  ['a value on the line below its key in braces', '{a:\n b}'],
  ['a value on the line below its key in braces, with CRLF', '{a:\r\n b}'],
  ['a question mark outside brackets', 'a: b?c\n'],
  ['a comment left of its brackets', 'a:\n  - [b,\n  # x\n    c]\n'],
  ['a key on the line of its dash', '- a: b\n  c: d\n'],
  ['a list as deep as its key', 'a:\n- b\n- c\n'],
  ['text behind a bar', 'a: |-\n  b\n'],
  ['a value over several lines that are deeper', 'a: b\n  c\n'],
  ['a list in brackets over several lines', 'a: [\n  b,\n  c,\n ]\n'],
  ['a dash inside quotes', 'a: "b - c"\n'],
  ['a line with a dash inside quotes', 'a: "b\n  - c"\n'],
  ['text left of its bar', '  |-\nsome text\n'],
  ['a line with a dash behind a bar', 'a: |-\n  - b\n'],
  ['a tab in a comment', 'a: b # c\td\n'],
  ['braces at the top over several lines', '{ a: 1,\nb: 2 }\n'],
];

describe('YAML that its readers understand differently', () => {
  for (const [title, text, ...wanted] of refused) {
    it(`is refused where it stands: ${title}`, () => {
      expect(problemsOf(text)).to.deep.equal(wanted);
    });
  }

  for (const [title, text] of accepted) {
    it(`is not to be confused with ${title}`, () => {
      expect(problemsOf(text)).to.deep.equal([]);
    });
  }
});

describe('a slip in the syntax', () => {
  const noColon =
    'This line is not a "key: value" pair / Write a key, a colon, a space and a value, such as "port: 8080"';
  const noBreakSpace =
    'The character U+00A0 (NO-BREAK SPACE) only looks like a space / Write a space in its place';

  for (const [title, text, ...wanted] of [
    [
      'hides what follows from a character that looks like another one',
      'a: 1\nb c\nd: 2\ne:\u00a0[1\n f\n',
      `yaml-syntax 2:1-4 ${noColon}`,
      `non-ascii 4:3-4 ${noBreakSpace}`,
    ],
    [
      'may stand at the end of the line above such a character',
      'a: [1]]\nb:\u00a0[1\n',
      'yaml-syntax 1:7-8 The "]" has no opening "[" / Remove it, or write "[" where the list begins',
      `non-ascii 2:3-4 ${noBreakSpace}`,
    ],
    [
      'is none of a character that looks like no other one',
      'a: [\u00e9\n',
      'yaml-syntax 1:5-6 A closing "]" is missing / Close the list with "]", and indent all its lines deeper than its key',
    ],
    ['is none of a character in a comment', '# \u00a0\na: b # \u00a0\nc d\n', `yaml-syntax 3:1-4 ${noColon}`],
  ] as const) {
    it(title, () => {
      expect(problemsOf(text)).to.deep.equal(wanted);
    });
  }
});

describe('a text that is no spec at all', () => {
  const empty = 'The spec is empty / Run "archc init" to write a spec with comments, and start from that';

  for (const [title, bytes, ...wanted] of [
    [
      'bytes that are not UTF-8',
      Uint8Array.of(0x61, 0x3a, 0x20, 0xff),
      'not-utf8 1:1-1 The file is not UTF-8 text / Save the file as UTF-8',
    ],
    [
      'more than a mebibyte',
      Buffer.alloc(1024 * 1024 + 1, '#'),
      'too-large 1:1-1 The spec is larger than 1 MiB / Check that this is the right file',
    ],
    [
      'more words than anybody reads',
      Buffer.from(`[${'a,'.repeat(50_000)}]`),
      'too-large 1:1-1 The spec has more than 100,000 words and punctuation marks / Check that this is the right file',
    ],
    [
      'brackets that nobody can count',
      Buffer.from('['.repeat(70)),
      'too-deep 1:65-66 Lists and mappings are nested more than 64 levels deep / Look for a missing bracket or wrong indentation',
    ],
    ['nothing', Buffer.from(''), `missing-property 1:1-1 ${empty}`],
    ['a comment', Buffer.from('# to do\n'), `missing-property 1:1-1 ${empty}`],
    ['an empty value', Buffer.from('null\n'), `missing-property 1:1-1 ${empty}`],
    ['an empty mapping', Buffer.from('{}\n'), `missing-property 1:1-1 ${empty}`],
  ] as const) {
    it(`gets one message: ${title}`, () => {
      expect(reportsOf(bytes)).to.deep.equal(wanted);
    });
  }

  it('may be a mebibyte of comments', () => {
    const [found = ''] = reportsOf(Buffer.alloc(1024 * 1024, '#'));
    expect(found).to.include('The spec is empty');
  });

  it('gets twenty messages and no more, in the order of their places', () => {
    const reports = reportsOf(Buffer.from('a: !b c\n'.repeat(30)));
    expect(reports.map((each) => each.split(':')[0])).to.deep.equal(
      Array.from({ length: 20 }, (_, index) => `yaml-tag ${index + 1}`),
    );
  });
});
