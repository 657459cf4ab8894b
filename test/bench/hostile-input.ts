/** What a row of the benchmark may take, on a machine that does nothing else. */
export const allowed = { milliseconds: 2000, mebibytes: 200 } as const;

const largest = 1024 * 1024;
const filled = (text: string, bytes = largest) => text.repeat(Math.floor(bytes / Buffer.byteLength(text)));
const numbered = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_each, index) => each(index)).join('');

/** Files that someone could write to keep archc busy: as large as a spec may be, or with as many parts. */
export const hostileFiles: readonly (readonly [what: string, text: string])[] = [
  ...[
    '[',
    '{a: ',
    '- ',
    '? \n',
    ',',
    '"',
    "'",
    '&a ',
    '*a\n',
    '!a ',
    '---\n',
    '%a\n',
    '#',
    '\r',
    '\t',
    '😀',
  ].map((text) => [`a mebibyte of ${JSON.stringify(text)}`, filled(text)] as const),
  ...['[', ']', '- ', '-\n', '"', '&a ', '[]\n', 'a:\n'].map(
    (text) => [`as many ${JSON.stringify(text)} as a spec may have`, text.repeat(49_000)] as const,
  ),
  ['as many "- " as a spec may have, on one line', `${'- '.repeat(49_000)}\nx`],
  ['12,000 keys on lines', numbered(12_000, (index) => `k${index}: 1\n`)],
  ['12,000 keys in braces', `{${numbered(12_000, (index) => `k${index}: 1, `)}}`],
  ['12,000 tags', `tags:\n${numbered(12_000, (index) => `  k${index}: v\n`)}`],
  [
    '10,000 ranges of addresses',
    `options:\n  ipRestriction:\n    allowedSourceIps:\n${numbered(10_000, (index) => `      - 10.${Math.floor(index / 250)}.${index % 250}.1\n`)}`,
  ],
  [
    '4,500 wrong names, with hints that could be tried',
    `archc: 1\nname: todo\nregion: eu-west-1\nshared: {availabilityZones: [eu-west-1a, eu-west-1b]}\nbackend:\n  database: {name: todo, user: todo}\n  service:\n    runtime: fargate\n    port: 8080\n    plainHttp: true\n    environment:\n${numbered(4500, (index) => `      "a-${index}": x\n`)}`,
  ],
  ['a text of a mebibyte', `name: ${filled('a', largest - 10)}`],
  ['a text of a mebibyte in quotes', `name: "${filled('\\u0041', largest - 10)}"`],
  ['a mebibyte of one key', `${filled('k', largest - 10)}: 1\n`],
  ['a mebibyte of blanks before a mistake', `${filled(' ', largest - 10)}]\n`],
  ['a mebibyte of a comment', `# ${filled('x', largest - 10)}\n`],
  ['random bytes', randomText()],
];

/** The same on every machine. */
function randomText(): string {
  let state = 1;
  return numbered(largest / 4, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return String.fromCharCode(32 + ((state >>> 8) % 95));
  });
}
