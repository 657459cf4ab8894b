import { expect } from 'chai';
import { documented } from '../../compiler/diff/documented.ts';
import { diffTexts, resource } from './diff-of.ts';

function diffOf(before: object, after: object) {
  const text = (Resources: object) => new Map([['a', JSON.stringify({ Resources })]]);
  return diffTexts(text(before), text(after));
}

const thing = (type: string, properties: object = {}) => ({ Thing: { Type: type, Properties: properties } });
const group = 'AWS::Logs::LogGroup';

describe('what a change of a resource means to its users', () => {
  const { replaced, lost } = documented[group] ?? {};
  const revision = documented['AWS::ECS::TaskDefinition']?.replaced;

  for (const [title, before, after, action, meaning] of [
    ['is said of a deletion', thing(group), {}, 'delete', lost],
    [
      'is not said of lines that stay behind',
      { Thing: { Type: group, DeletionPolicy: 'RetainExceptOnCreate' } },
      {},
      'delete',
      undefined,
    ],
    ['is not said of a creation', {}, thing(group), 'create', undefined],
    [
      'is said of a replacement',
      thing(group, { LogGroupName: 'a' }),
      thing(group, { LogGroupName: 'b' }),
      'replace',
      replaced,
    ],
    [
      'is not said of an update',
      thing(group, { RetentionInDays: 1 }),
      thing(group, { RetentionInDays: 7 }),
      'update',
      undefined,
    ],
    [
      'is said of a revision',
      thing('AWS::ECS::TaskDefinition', { Cpu: '256' }),
      thing('AWS::ECS::TaskDefinition', { Cpu: '512' }),
      'revise',
      revision,
    ],
    [
      'is said of a replacement that may happen',
      { Thing: { Type: group } },
      { Thing: { Type: group, Condition: 'A' } },
      'may-replace',
      replaced,
    ],
    ['is not said where nothing is documented', thing('AWS::ECR::Repository'), {}, 'delete', undefined],
    [
      'is not said where nothing is done',
      { Thing: { Type: group } },
      { Thing: { Type: group, DependsOn: 'A' } },
      'none',
      undefined,
    ],
  ] as const) {
    it(title, () => {
      const found = resource(diffOf(before, after), 'Thing');
      expect(found.action).to.equal(action);
      if (meaning === undefined) expect(found).to.not.have.property('meaning');
      else expect(found.meaning).to.equal(meaning);
    });
  }
});

describe('a resource under another logical id', () => {
  const properties = (size: number) => ({ A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, Size: size });
  const renamed = (type: string) =>
    diffOf(
      { Old: { Type: type, Properties: properties(1) } },
      { New: { Type: type, Properties: properties(2) } },
    );

  it('is reported with what differs besides, and nothing of the new one', () => {
    const [diff] = renamed('AWS::ECR::Repository');
    expect(diff?.resources).to.deep.equal([
      {
        logicalId: 'Old',
        renamedTo: 'New',
        type: 'AWS::ECR::Repository',
        action: 'replace',
        properties: [{ path: ['Size'], before: 1, after: 2, effect: 'none' }],
        causes: [],
        dataLoss: 'the new repository is empty; all images go, and with them the way back to an older one',
      },
    ]);
  });

  it('means what AWS documents of that, or else of a replacement', () => {
    for (const [type, meaning] of [
      ['AWS::EC2::Subnet', documented['AWS::EC2::Subnet']?.renamed],
      [group, documented[group]?.replaced],
    ] as const) {
      expect(resource(renamed(type), 'Old').meaning, type)
        .to.equal(meaning)
        .and.not.equal(undefined);
    }
  });
});

describe('a revision', () => {
  it('is the effect of each property, without a reason', () => {
    const definition = (cpu: string, names: readonly string[]) =>
      thing('AWS::ECS::TaskDefinition', { Cpu: cpu, RequiresCompatibilities: names });
    const diffs = diffOf(definition('256', ['A', 'B']), definition('512', ['B', 'A']));
    expect(resource(diffs, 'Thing').properties).to.deep.equal([
      { path: ['Cpu'], before: '256', after: '512', effect: 'revise' },
      { path: ['RequiresCompatibilities'], before: ['A', 'B'], after: ['B', 'A'], effect: 'revise' },
    ]);
  });
});

describe('what stands beside the properties', () => {
  it('does nothing to the resource, except its type and its condition', () => {
    const properties = { Properties: { Size: 1 } };
    const diffs = diffOf(
      { Thing: { Type: group, ...properties, DependsOn: ['A'], Metadata: { Type: 'a' } } },
      {
        Thing: {
          Type: 'AWS::S3::Bucket',
          ...properties,
          DependsOn: ['B'],
          Metadata: { Type: 'b' },
          Condition: 'C',
        },
      },
    );
    expect(resource(diffs, 'Thing').properties).to.deep.equal([
      {
        path: ['Type'],
        before: group,
        after: 'AWS::S3::Bucket',
        effect: 'refuse',
        why: 'CloudFormation takes no other type under the same name',
      },
      { path: ['DependsOn'], before: ['A'], after: ['B'], effect: 'none' },
      { path: ['Metadata', 'Type'], before: 'a', after: 'b', effect: 'none' },
      {
        path: ['Condition'],
        before: undefined,
        after: 'C',
        effect: 'may-replace',
        why: 'it is there or not by this condition',
      },
    ]);
  });
});

describe('the properties of a resource', () => {
  it('are reported one by one when it had none', () => {
    const diffs = diffOf({ Thing: { Type: group } }, thing(group, { RetentionInDays: 7, Tags: [] }));
    expect(resource(diffs, 'Thing').properties.map(({ path }) => path.join('.'))).to.deep.equal([
      'RetentionInDays',
      'Tags',
    ]);
  });

  it('that must change together are refused when one changes alone', () => {
    const subnet = (CidrBlock: string, AvailabilityZone: string) =>
      thing('AWS::EC2::Subnet', { CidrBlock, AvailabilityZone });
    const [alone] = resource(
      diffOf(subnet('10.0.0.0/24', 'a'), subnet('10.0.0.0/24', 'b')),
      'Thing',
    ).properties;
    expect(alone).to.deep.equal({
      path: ['AvailabilityZone'],
      before: 'a',
      after: 'b',
      effect: 'refuse',
      why: 'the old subnet still has the range when the new one is made: AWS demands another CidrBlock',
    });
    const together = resource(
      diffOf(subnet('10.0.0.0/24', 'a'), subnet('10.0.1.0/24', 'b')),
      'Thing',
    ).properties;
    expect(together.map(({ effect, why }) => [effect, why])).to.deep.equal([
      ['replace', undefined],
      ['replace', 'a subnet stays in its zone'],
    ]);
  });
});

describe('a stack that only one side has', () => {
  const text =
    'Description: a\nParameters: { P: { Type: String } }\nResources: { A: { Type: Custom::A } }\nOutputs: { O: { Value: 1 } }\n';

  it('is added with its resources alone', () => {
    const [diff] = diffTexts(new Map(), new Map([['a', text]]));
    expect(diff).to.deep.include({ stack: 'a', change: 'added', outputs: [], parameters: [], sections: [] });
    expect(diff?.resources.map(({ logicalId, action }) => [logicalId, action])).to.deep.equal([
      ['A', 'create'],
    ]);
  });

  it('is removed, and nothing happens to it', () => {
    expect(diffTexts(new Map([['a', text]]), new Map())).to.deep.equal([
      { stack: 'a', change: 'removed', resources: [], outputs: [], parameters: [], sections: [] },
    ]);
  });
});

describe('a stack whose description differs', () => {
  it('is changed in that section alone', () => {
    const text = (description: string) =>
      new Map([['a', `Description: ${description}\nResources: { A: { Type: Custom::A } }\n`]]);
    expect(diffTexts(text('a'), text('b'))).to.deep.equal([
      {
        stack: 'a',
        change: 'changed',
        resources: [],
        outputs: [],
        parameters: [],
        sections: ['Description'],
      },
    ]);
  });

  it('says nothing of the sections that are shown', () => {
    const [diff] = diffOf({ A: { Type: 'Custom::A' } }, { A: { Type: 'Custom::A', Properties: { B: 1 } } });
    expect(diff).to.deep.include({ change: 'changed', sections: [] });
  });
});
