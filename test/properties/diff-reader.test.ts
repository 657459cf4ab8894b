import { expect } from 'chai';
import fc from 'fast-check';
import { readResourceTypes } from '../../build/generated/resource-types.ts';
import { parseTemplate } from '../../compiler/cli/files/read-version.ts';
import { UsageError } from '../../compiler/cli/usage-error.ts';
import { renderDiffMarkdown } from '../../compiler/cli/views/diff-markdown.ts';
import { diffData, renderDiffText } from '../../compiler/cli/views/diff.ts';
import type { DiffReport } from '../../compiler/cli/views/diff.ts';
import { diffStacks } from '../../compiler/diff/diff-stacks.ts';
import type { MapNode } from '../../compiler/template/node.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';
import { samples } from '../support/random-specs/template-edits.ts';

const texts = samples.map(({ text }) => text).filter((text) => text.length < 30_000);
const roots = texts.map((text) => parseTemplate(text, 'before'));

/** What means something to YAML, JSON or CloudFormation, and names that every object has. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ': ',
      ':\n',
      '- ',
      '\n',
      '\n  ',
      '\n    ',
      '"',
      "'",
      '#',
      '|',
      '>',
      '&a',
      '*a',
      '!Ref ',
      '!Sub ',
    ],
    ...[
      '!GetAtt ',
      '!If ',
      '!Join ',
      '!!binary ',
      '!<x> ',
      '! ',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '<<: ',
      '? ',
      '~',
      'null',
      '\t',
    ],
    ...[
      '\r',
      '\u2028',
      '\ufeff',
      '\0',
      '\ud800',
      '💥',
      '__proto__: ',
      'constructor: ',
      'toString',
      '1e999',
      '0x1F',
      '.nan',
      '${',
      '${!',
    ],
    ...[
      'Resources:',
      'Outputs:',
      'Type: ',
      'Properties: ',
      'Fn::Sub: ',
      'Fn::ImportValue: ',
      'Ref: ',
      'Condition: ',
      'Export: ',
    ],
  ),
  fc.string({ maxLength: 8 }),
);

/** A sample with parts of its text cut out, doubled, or replaced. */
const mangled = fc
  .record({
    index: fc.nat({ max: texts.length - 1 }),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat({ max: 60 }),
        piece,
        doubles: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ index, cuts }) => ({
    index,
    text: cuts.reduce((text, { at, length, piece: put, doubles }) => {
      const start = Math.floor(at * text.length);
      const cut = text.slice(start, start + length);
      return (
        text.slice(0, start) + (doubles ? cut : '') + put + (doubles ? cut : '') + text.slice(start + length)
      );
    }, texts[index] ?? ''),
  }));

const name = fc.constantFrom(
  'A',
  'B',
  '__proto__',
  'constructor',
  'toString',
  '',
  'Fn::Sub',
  'Name',
  '${A}',
  '1',
);
const logicalId = name.filter((text) => !text.startsWith('Fn::'));
const word = fc.oneof(
  fc.constantFrom<string | number | boolean>(
    'A',
    'A.B',
    '${A}',
    '${!A}',
    '${A.B}',
    '',
    'AWS::EC2::VPC',
    'constructor',
    0,
    1.5,
    true,
  ),
  fc.string({ maxLength: 4 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    fc
      .constantFrom(
        'Ref',
        'Condition',
        'Fn::Sub',
        'Fn::GetAtt',
        'Fn::Join',
        'Fn::If',
        'Fn::FindInMap',
        'Fn::ImportValue',
      )
      .chain((key) => tie('value').map((argument) => ({ [key]: argument }))),
  ),
}));
const resource = fc.record(
  {
    Type: fc.constantFrom(
      'AWS::EC2::VPC',
      'AWS::RDS::DBCluster',
      'Custom::MySqlDatabase',
      'constructor',
      '__proto__',
      'X::Y::Z',
    ),
    Properties: fc.dictionary(name, value),
    Condition: value,
    DeletionPolicy: value,
    Metadata: value,
  },
  { requiredKeys: ['Type'] },
);
const template = fc.record(
  {
    Resources: fc.dictionary(logicalId, resource),
    Outputs: fc.dictionary(logicalId, fc.dictionary(fc.constantFrom('Value', 'Export', 'Condition'), value)),
    Parameters: fc.dictionary(logicalId, fc.dictionary(fc.constantFrom('Type', 'Default'), value)),
    Conditions: fc.dictionary(name, value),
    Mappings: fc.dictionary(name, value),
    constructor: value,
  },
  { requiredKeys: ['Resources'] },
);

/** Compares and shows; the report is whole. */
function tell(before: MapNode, after: MapNode): void {
  const parameters = { before: {}, after: {} };
  const stacks = diffStacks([{ stack: 'test', before, after, parameters }], readResourceTypes());
  const report: DiffReport = { before: 'a', after: 'b', stacks, scriptChanges: false, notes: [], source: '' };
  expect(renderDiffText(report, false)).to.not.equal('');
  expect(renderDiffMarkdown(report)).to.not.equal('');
  expect(JSON.stringify(diffData(report))).to.not.equal('');
}

/** `undefined` when it is refused, which says where. */
function parsed(text: string): MapNode | undefined {
  try {
    return parseTemplate(text, 'x.yaml');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.message).to.match(
      /^x\.yaml (can't be read at \d+:\d+: .+|is not a CloudFormation template: .*)$/,
    );
    expect(error.message).to.have.property('length').below(300);
    return undefined;
  }
}

describe('archc diff, of any text', () => {
  it('compares it, or says where it is no template', () => {
    let [tried, refused] = [0, 0];
    fc.assert(
      fc.property(mangled, ({ index, text }) => {
        tried += 1;
        const [before, after] = [roots[index], parsed(text)];
        if (!after) refused += 1;
        else if (before) tell(before, after);
      }),
      runs(400),
    );
    showFigure(`${tried} mangled templates, of which ${refused} were refused`);
    expect(refused).to.be.within(tried * 0.2, tried * 0.99);
  });

  it('compares any templates that CloudFormation could be given', () => {
    let [tried, compared] = [0, 0];
    fc.assert(
      fc.property(template, template, (before, after) => {
        tried += 1;
        const [one, other] = [before, after].map((each) => parsed(JSON.stringify(each)));
        if (!one || !other) return;
        compared += 1;
        tell(one, other);
      }),
      runs(400),
    );
    showFigure(`${compared} of ${tried} pairs of drawn templates were compared`);
    expect(compared).to.be.above(tried * 0.5);
  });
});
