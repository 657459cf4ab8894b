import { expect } from 'chai';
import { diffTemplate, diffTexts, verdicts } from './diff-of.ts';

describe('a difference', () => {
  /** Resources that depend on a condition or mapping whose own text stays the same. */
  const conditional = (limit: number, size: number): ReadonlyMap<string, string> =>
    new Map([
      [
        'shared',
        `
Parameters: { Stage: { Type: String } }
Mappings: { Sizes: { all: { Size: ${size} } } }
Conditions:
  IsLarge: !Equals [!Ref Stage, "${limit}"]
  IsSmall: !Not [!Condition IsLarge]
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !If [IsSmall, 10.0.0.0/16, 10.1.0.0/16] } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
  Group: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: !FindInMap [Sizes, !Ref Stage, Size] } }
  Other: { Type: AWS::Logs::LogGroup, Condition: IsSmall }
Outputs: { Size: { Value: !FindInMap [Sizes, !Ref Stage, Size] } }
`,
      ],
    ]);

  it('of a condition may change what uses it, and so what refers to that', () => {
    const [diff] = diffTexts(conditional(1, 7), conditional(2, 7));
    expect(verdicts(...(diff ? [diff] : []))).to.deep.equal([
      'Vpc may-replace',
      'Subnet may-replace',
      'Other may-replace',
    ]);
    expect(diff?.resources[0]?.causes).to.deep.equal([
      { property: 'CidrBlock', target: 'condition IsSmall', effect: 'may-replace' },
    ]);
    expect(diff?.outputs).to.deep.equal([]);
  });

  it('of a mapping may change what finds a value in it, resource or output', () => {
    const [diff] = diffTexts(conditional(1, 7), conditional(1, 14));
    expect(verdicts(...(diff ? [diff] : []))).to.deep.equal(['Group follow']);
    expect(diff?.outputs).to.deep.equal([
      { name: 'Size', change: 'changed', differences: [], meaning: 'its value comes from mapping Sizes' },
    ]);
  });

  it('of a value in a mapping is one of what finds it there by its name, in either form of the template', () => {
    const text = (rest: string, found: string) =>
      new Map([
        [
          'a',
          `Resources: { A: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: ${found} } } }${rest}`,
        ],
      ]);
    const mapped = (size: number) =>
      text(`\nMappings: { Sizes: { all: { Size: ${size} } } }`, '!FindInMap [Sizes, all, Size]');
    const [diff] = diffTexts(mapped(7), mapped(14));
    expect(diff?.resources[0]?.properties).to.deep.include.members([
      { path: ['RetentionInDays'], before: 7, after: 14, effect: 'update' },
    ]);
    expect(diff?.sections).to.deep.equal([]);
    expect(diffTexts(text('', '7'), mapped(7))[0]?.change).to.equal('identical');
    expect(verdicts(...diffTexts(text('', '7'), mapped(14)))).to.deep.equal(['A update']);
  });

  it('to a property that AWS itself sets is refused', () => {
    const diff = diffTemplate('shared', (text) =>
      text.replace(/( {4}Type: AWS::ECR::Repository\n(?:.*\n)*? {4}Properties:\n)/, '$1      Arn: x\n'),
    );
    expect(verdicts(diff)).to.deep.equal(['Repository refuse']);
  });

  it('of the order of a list is reported as one of the whole list', () => {
    const listed = (...names: readonly string[]) =>
      new Map([
        [
          'a',
          JSON.stringify({
            Resources: {
              A: { Type: 'AWS::EC2::VPC', Properties: { Tags: names.map((Key) => ({ Key, Value: 'x' })) } },
            },
          }),
        ],
      ]);
    const pathsOf = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
      diffTexts(before, after).flatMap(({ resources }) =>
        resources.flatMap(({ properties }) => properties.map(({ path, why }) => [path.join('.'), why])),
      );
    expect(pathsOf(listed('a', 'b'), listed('b', 'a'))).to.deep.equal([
      ['Tags', 'the same items in another order'],
    ]);
    expect(pathsOf(listed('a', 'b'), listed('b', 'c', 'a'))).to.deep.equal([['Tags', undefined]]);
    expect(pathsOf(listed('a', 'b'), listed('a', 'c', 'b'))).to.deep.equal([['Tags.c', undefined]]);
  });

  it('of a number to another with the same value for one reader only is reported', () => {
    const text = (value: string) =>
      new Map([['a', `Resources: { A: { Type: AWS::EC2::VPC, Properties: { Size: ${value} } } }`]]);
    for (const [before, after] of [
      ['010', '10'],
      ['0o10', '8'],
      ['12345678901234567890', '12345678901234567891'],
    ] as const) {
      expect(verdicts(...diffTexts(text(before), text(after))), before).to.deep.equal(['A update']);
    }
    expect(diffTexts(text('10'), text('"10"'))[0]?.change).to.equal('identical');
  });
});
