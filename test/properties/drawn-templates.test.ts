import { expect } from 'chai';
import fc from 'fast-check';
import { readResourceTypes } from '../../build/generated/resource-types.ts';
import { parseTemplate } from '../../compiler/cli/files/read-version.ts';
import { UsageError } from '../../compiler/cli/usage-error.ts';
import { renderDiffMarkdown } from '../../compiler/cli/views/diff/diff-markdown.ts';
import { diffData, renderDiffText } from '../../compiler/cli/views/diff/diff.ts';
import type { DiffReport } from '../../compiler/cli/views/diff/diff.ts';
import { diffStacks } from '../../compiler/diff/diff-stacks.ts';
import type { MapNode } from '../../compiler/template/node.ts';
import { runs, showFigure } from '../support/random-specs/runs.ts';

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
      /^x\.yaml (can't be read: line \d+, column \d+: .+|is not a CloudFormation template: .*)$/,
    );
    expect(error.message).to.have.property('length').below(300);
    return undefined;
  }
}

describe('the difference of two drawn templates', () => {
  it('is found and shown, whatever they have', () => {
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
