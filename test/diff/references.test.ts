import { expect } from 'chai';
import type { ResourceDiff } from '../../compiler/diff/model.ts';
import { diffTexts, resource } from './diff-of.ts';

type Resources = Readonly<Record<string, object>>;

function diffOf(before: Resources, after: Resources, rest: object = {}, restAfter: object = rest) {
  const text = (Resources: Resources, more: object) =>
    new Map([['a', JSON.stringify({ Resources, ...more })]]);
  return diffTexts(text(before, rest), text(after, restAfter));
}

const vpc = (range: string) => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock: range } });
const [one, other] = [vpc('10.0.0.0/16'), vpc('10.1.0.0/16')];

/** The causes of the resource `User`, which is `before` and `after`, beside a network that is replaced. */
function causesOf(after: object, before = after): ResourceDiff['causes'] {
  const diffs = diffOf({ Vpc: one, User: before }, { Vpc: other, User: after });
  const found = diffs.flatMap(({ resources }) => resources).find(({ logicalId }) => logicalId === 'User');
  return found?.causes ?? [];
}

describe('what refers to a resource that is replaced', () => {
  it('is reported with each property and what that refers to, once', () => {
    const User = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        VpcId: { Ref: 'Vpc' },
        GroupDescription: { 'Fn::Sub': 'of ${Vpc.CidrBlock} in ${Vpc}, ${Vpc}' },
        Tags: [{ Key: 'vpc', Value: { 'Fn::GetAtt': ['Vpc', 'CidrBlockAssociations.First'] } }],
      },
    };
    expect(causesOf(User)).to.deep.equal([
      { property: 'VpcId', target: 'Vpc', effect: 'replace' },
      { property: 'GroupDescription', target: 'Vpc.CidrBlock', effect: 'replace' },
      { property: 'GroupDescription', target: 'Vpc', effect: 'replace' },
      { property: 'Tags.Value', target: 'Vpc.CidrBlockAssociations.First', effect: 'follow' },
    ]);
  });

  it('is reported with the path of a property inside others', () => {
    const User = { Type: 'AWS::EC2::VPC', Properties: { A: { B: { Ref: 'Vpc' } } } };
    expect(causesOf(User)).to.deep.equal([{ property: 'A.B', target: 'Vpc', effect: 'update' }]);
  });

  it('is reported with what AWS documents about its own property', () => {
    const User = { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: { Ref: 'Vpc' } } };
    expect(causesOf(User)).to.deep.equal([
      {
        property: 'TaskDefinition',
        target: 'Vpc',
        effect: 'update',
        why: 'the tasks are replaced one after the other',
      },
    ]);
  });

  it('is not told of a property that differs itself', () => {
    const user = (own: object) => ({
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { A: { B: own }, VpcId: { Ref: 'Vpc' } },
    });
    const causes = causesOf(user({ 'Fn::Sub': '2 ${Vpc}' }), user({ 'Fn::Sub': '1 ${Vpc}' }));
    expect(causes.map(({ property }) => property)).to.deep.equal(['VpcId']);
  });

  it('is not told of one that stays what it was', () => {
    const Stays = { Type: 'AWS::Logs::LogGroup' };
    const User = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { Ref: 'Stays' } } };
    const [diff] = diffOf({ Vpc: one, Stays, User }, { Vpc: other, Stays, User });
    expect(diff?.resources.map(({ logicalId }) => logicalId)).to.deep.equal(['Vpc']);
  });
});

describe('what refers to an attribute that is a property', () => {
  const zoned = (properties: object) => ({ Type: 'AWS::EC2::Subnet', Properties: properties });
  const User = {
    Type: 'AWS::RDS::DBInstance',
    Properties: { AvailabilityZone: { 'Fn::GetAtt': ['S', 'AvailabilityZone'] } },
  };
  const range = { CidrBlock: '10.0.0.0/24' };

  for (const [title, before, after, action] of [
    [
      'is replaced with another value',
      { ...range, AvailabilityZone: 'a' },
      { CidrBlock: '10.0.1.0/24', AvailabilityZone: 'b' },
      'replace',
    ],
    ['is replaced with a first one', range, { CidrBlock: '10.0.1.0/24', AvailabilityZone: 'b' }, 'replace'],
    [
      'is replaced when it is taken away',
      { ...range, AvailabilityZone: 'a' },
      { CidrBlock: '10.0.1.0/24' },
      'replace',
    ],
    [
      'stays with the same value',
      { ...range, AvailabilityZone: 'a' },
      { CidrBlock: '10.0.1.0/24', AvailabilityZone: 'a' },
      undefined,
    ],
    ['may be replaced where the template has no value', range, { CidrBlock: '10.0.1.0/24' }, 'may-replace'],
  ] as const) {
    it(title, () => {
      const [diff] = diffOf({ S: zoned(before), User }, { S: zoned(after), User });
      expect(diff?.resources.find(({ logicalId }) => logicalId === 'User')?.action).to.equal(action);
    });
  }
});

describe('a resource with a condition', () => {
  const conditions = (value: string) => ({ Conditions: { Wanted: { 'Fn::Equals': [value, '1'] } } });
  const why = 'it is there or not by this condition';
  const thing = (condition: object) => ({ Type: 'AWS::Logs::LogGroup', ...condition });

  it('may be replaced when the condition is another', () => {
    const wanted = thing({ Condition: 'Wanted' });
    const diffs = diffOf({ Thing: wanted }, { Thing: wanted }, conditions('1'), conditions('2'));
    expect(resource(diffs, 'Thing')).to.include({ action: 'may-replace' });
    expect(resource(diffs, 'Thing').causes).to.deep.equal([
      { property: 'Condition', target: 'condition Wanted', effect: 'may-replace', why },
    ]);
  });

  it('may be replaced when it gets one', () => {
    const diffs = diffOf(
      { Thing: thing({}) },
      { Thing: thing({ Condition: 'Wanted' }) },
      conditions('1'),
      conditions('2'),
    );
    expect(resource(diffs, 'Thing').causes).to.deep.equal([]);
    expect(resource(diffs, 'Thing').properties).to.deep.equal([
      { path: ['Condition'], before: undefined, after: 'Wanted', effect: 'may-replace', why },
    ]);
  });

  it('stays when another condition is another', () => {
    const other = thing({ Condition: 'Other' });
    const [diff] = diffOf({ Thing: other }, { Thing: other }, conditions('1'), conditions('2'));
    expect(diff).to.deep.include({ change: 'changed', resources: [], sections: ['Conditions'] });
  });
});
