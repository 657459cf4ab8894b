import { expect } from 'chai';
import fc from 'fast-check';
import { InternalError } from '../../compiler/internal-error.ts';
import type { TemplateNode } from '../../compiler/template/node.ts';
import { print } from '../../compiler/template/print.ts';
import { casesIn } from '../support/compile/snapshot.ts';
import { needs } from '../support/needs.ts';
import { missingReader, readYamlWith, yamlReaders } from '../support/yaml/read-yaml.ts';
import { valueOf } from '../support/yaml/value-of.ts';
import { compileFile } from '../support/compile/compile-file.ts';

/** Text that some YAML reader takes for something else. */
const treacherous = [
  ...['', ' ', 'y', 'N', 'yes', 'On', 'OFF', 'true', 'False', 'null', 'Null', '~', '=', '<<', '-', '?', ':'],
  ...['|', '>', '12:30', '1:2:3', '0b101', '0o7', '010', '0x1F', '1_000', '1e3', '.5', '5.', '.inf', '-.INF'],
  ...[
    'e5',
    'E0',
    'e+5',
    'E-5',
    '.nan',
    '+1',
    '-0',
    '2012-10-17',
    '2012-10-17T00:00:00Z',
    '10.0.0.0/16',
    '8.0.mysql_aurora.3.10.6',
  ],
  ...[
    '1.10',
    '0123456789012',
    'a: b',
    'a:',
    ': a',
    'a #b',
    '#a',
    ' a',
    'a ',
    '\ta',
    'a\tb',
    '- a',
    '? a',
    '! a',
  ],
  ...[
    '!Ref a',
    '&a',
    '*a',
    '%a',
    '@a',
    '`a`',
    '"a"',
    "'a'",
    "it's",
    '\\n',
    '{a}',
    '[a]',
    '{{resolve:ssm:x}}',
  ],
  ...[
    '${AWS::AccountId}',
    '$(a)',
    'a, b',
    'a]',
    '}',
    ',',
    '---',
    '...',
    '--- a',
    'a: ',
    "a' #b",
    'a::b',
    'a:b',
  ],
  ...['a\nb', 'a\nb\n', 'a\n\nb', '\na', 'a\n', 'a\n\n', '\n', '\n\n', ' a\nb', 'a\n b', 'a\n  b\n', 'a \nb'],
  ...[
    'a\r\nb',
    'a\rb',
    '{\n  "a": 1\n}\n',
    '# a\nb',
    '- a\n- b',
    'a\n#b',
    '---\na',
    'a\n...\n',
    '\ta\nb',
    'a\n\tb',
  ],
  ...[
    '\u0085',
    '\u2028',
    '\u2029',
    '\ufeffa',
    '\u0000',
    '\u001b',
    '\u007f',
    '\u00a0',
    'é',
    '日本',
    '😀',
    '\\u0041',
  ],
];

/** As an IP set has them. */
const ranges = Array.from({ length: 40 }, (_, index) => [
  `${index}.0.0.${index * 6}/${index % 33}`,
  `2001:db8:${index}::/48`,
  `::${index}/128`,
]).flat();

/** Any plain value as nodes without tags. */
function nodeOf(value: unknown): TemplateNode {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(nodeOf) };
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', value: value as string };
  const entries = Object.entries(value).map(([key, each]) => ({ key, value: nodeOf(each) }));
  return { kind: 'map', entries };
}

function goldenTemplates(): { text: string; root: TemplateNode }[] {
  return casesIn('test/golden').flatMap((name) => {
    const compiled = compileFile(`test/golden/${name}/spec.yaml`);
    return compiled.flatMap(({ artifacts, templates }) =>
      templates.map(({ root }, index) => ({ root, text: artifacts[index]?.text ?? '' })),
    );
  });
}

function printValue(value: object): string {
  const node = nodeOf(value);
  return print(node.kind === 'map' ? node : { kind: 'map', entries: [{ key: 'list', value: node }] });
}

const scalar = fc.oneof(
  fc.constantFrom(...treacherous),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.integer(),
  fc.boolean(),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...treacherous), fc.string({ maxLength: 8 })), tie('tree'), {
      maxKeys: 4,
    }),
  ),
}));

describe('a printed template', () => {
  it('is ASCII, without tabs and spaces at the end of a line', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = printValue({ value });
        expect(text).to.match(/^[\n -~]*$/);
        expect(text).to.not.match(/ \n/);
      }),
    );
  });

  for (const reader of yamlReaders) {
    it(`is read back by ${reader} as it was meant`, async function () {
      needs(this, missingReader([reader]));
      const values = [
        { values: treacherous, nested: [treacherous, [[treacherous]]] },
        Object.fromEntries(treacherous.map((text, index) => [text, index])),
        {
          empty: {},
          none: [],
          deep: [[], [{}], { a: [{ b: [] }] }],
          numbers: [0, -1, 1.5, 51200],
          booleans: [true, false],
        },
        ...[treacherous, [...ranges, ...treacherous], ranges].map((list) => ({
          long: [...list, ...list],
          next: [{ longer: [...list, ...list, ...list, ''] }, 'next'],
          last: true,
        })),
        ...fc.sample(fc.record({ value: tree }), { numRuns: 60, seed: 7 }),
      ];
      for (const value of values) {
        expect(await readYamlWith(reader, printValue(value))).to.deep.equal(
          JSON.parse(JSON.stringify(value)),
        );
      }
    });

    it(`of every golden case is read by ${reader} as it was composed, with its tags`, async function () {
      needs(this, missingReader([reader]));
      for (const { text, root } of goldenTemplates()) {
        expect(await readYamlWith(reader, text)).to.deep.equal(valueOf(root));
      }
    });
  }

  it('has several items of a long list on a line, and one of a short list', () => {
    const text = (length: number) => printValue(Array.from({ length }, (_, index) => `10.0.${index}.0/24`));
    expect(text(32)).to.match(/^list:\n(- "10\.0\.\d+\.0\/24"\n){32}$/);
    const lines = text(33).trimEnd().split('\n');
    expect(lines[1]).to.match(/^ {2}\[10\.0\.0\.0\/24,10\.0\.1\.0\/24,/);
    expect(lines.at(-1)).to.match(/^ {2}10\..*,10\.0\.32\.0\/24\]$/);
    expect(lines).to.have.lengthOf(5);
    for (const line of lines) expect(line).to.have.property('length').most(120);
  });

  it('refuses numbers that have no plain form', () => {
    for (const number of [1e21, 1e-7, NaN, Infinity]) {
      expect(() => printValue({ number })).to.throw(InternalError, 'has no plain form');
    }
  });

  it('refuses comments that are not ASCII', () => {
    const entries = [{ key: 'a', value: nodeOf(1), comment: ['é'] }];
    expect(() => print({ kind: 'map', entries })).to.throw(InternalError, 'a comment is not ASCII');
  });

  it('has a comment of an item beside its dash, where no block scalar swallows it', () => {
    const noted = { key: 'a', value: nodeOf(1), comment: ['Why'] };
    const list: TemplateNode = {
      kind: 'list',
      items: [nodeOf('one\ntwo\n'), { kind: 'map', entries: [noted] }],
    };
    expect(print({ kind: 'map', entries: [{ key: 'list', value: list }] })).to.equal(
      'list:\n- |\n    one\n    two\n# Why\n- a: 1\n',
    );
  });

  it('keeps tags, comments and blank lines', () => {
    const text = print({
      kind: 'map',
      entries: [
        {
          key: 'Resources',
          value: {
            kind: 'map',
            entries: [
              {
                key: 'A',
                value: { kind: 'scalar', tag: 'Ref', value: 'B' },
                comment: ['Why', '', 'so'],
                spaced: true,
              },
              { key: 'C', value: { kind: 'list', tag: 'Join', items: [nodeOf(','), nodeOf(['x', 'y'])] } },
              {
                key: 'D',
                value: { kind: 'scalar', tag: 'Sub', value: '{\n  "a": "${B}"\n}\n' },
                spaced: true,
              },
            ],
          },
        },
      ],
    });
    expect(text).to.equal(`Resources:

  # Why
  #
  # so
  A: !Ref B
  C: !Join [",", [x, "y"]]

  D: !Sub |
    {
      "a": "\${B}"
    }
`);
  });
});
