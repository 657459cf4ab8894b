import { expect } from 'chai';
import type { ItemDiff } from '../../compiler/diff/model.ts';
import { diffTexts } from './diff-of.ts';

/** A template with a network, whose range decides whether it is replaced, and these outputs. */
const template = (outputs: string, range = '10.0.0.0/16') =>
  `Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: ${range} } } }\nOutputs: ${outputs}\n`;
const importing = (value: string) =>
  `Resources: { A: { Type: Custom::A, Properties: { List: [{ Size: ${value} }], ServiceToken: a } } }\n`;

function outputsOf(
  before: string,
  after: string,
  others: Readonly<Record<string, string>> = {},
): readonly ItemDiff[] {
  const stacks = (shared: string) => new Map([['shared', shared], ...Object.entries(others)]);
  const [diff] = diffTexts(stacks(before), stacks(after));
  return diff?.outputs ?? [];
}

describe('an output', () => {
  const exported = '{ Size: { Value: 1, Export: { Name: Size } } }';
  const users = { backend: importing('!ImportValue Size') };
  const atStake = { exports: 'Size', importedBy: ['backend'] };

  for (const [title, before, after, expected] of [
    ['is added', '{}', '{ Size: { Value: 1 } }', { change: 'added', differences: [] }],
    ['is removed', '{ Size: { Value: 1 } }', '{}', { change: 'removed', differences: [] }],
    [
      'has another value',
      '{ Size: { Value: 1 } }',
      '{ Size: { Value: 2 } }',
      { change: 'changed', differences: [{ path: ['Value'], before: 1, after: 2 }] },
    ],
    [
      'has an export that gets another value',
      exported,
      exported.replace('1', '2'),
      { change: 'changed', differences: [{ path: ['Value'], before: 1, after: 2 }], ...atStake },
    ],
    [
      'has an export that gets another name',
      exported,
      exported.replace('Name: Size', 'Name: Other'),
      {
        change: 'changed',
        differences: [{ path: ['Export', 'Name'], before: 'Size', after: 'Other' }],
        ...atStake,
      },
    ],
    [
      'has an export that gets another value and another description',
      exported,
      exported.replace('{ Value: 1', '{ Description: a, Value: 2'),
      {
        change: 'changed',
        differences: [
          { path: ['Value'], before: 1, after: 2 },
          { path: ['Description'], before: undefined, after: 'a' },
        ],
        ...atStake,
      },
    ],
    ['is removed with its export', exported, '{}', { change: 'removed', differences: [], ...atStake }],
    [
      'keeps its export under another description',
      exported,
      exported.replace('{ Value', '{ Description: a, Value'),
      { change: 'changed', differences: [{ path: ['Description'], before: undefined, after: 'a' }] },
    ],
    ['gets an export', '{}', exported, { change: 'added', differences: [] }],
  ] as const) {
    it(title, () => {
      expect(outputsOf(template(before), template(after), users)).to.deep.equal([
        { name: 'Size', ...expected },
      ]);
    });
  }

  it('that stays the same is not mentioned', () => {
    expect(outputsOf(template(exported), template(exported, '10.0.0.0/8'), users)).to.deep.equal([]);
  });

  it('of another value says from which resources it comes', () => {
    const output = '{ Size: { Value: !Sub "${Vpc} ${Vpc.CidrBlock} ${Vpc}", Export: { Name: Size } } }';
    expect(outputsOf(template(output), template(output, '10.1.0.0/16'), users)).to.deep.equal([
      {
        name: 'Size',
        change: 'changed',
        differences: [],
        ...atStake,
        meaning: 'its value comes from Vpc, Vpc.CidrBlock',
      },
    ]);
  });
});

describe('an export', () => {
  const importersOf = (exported: string, others: Readonly<Record<string, string>>) => {
    const output = (value: number) =>
      template(`{ Size: { Value: ${value}, Export: { Name: ${exported} } } }`);
    return outputsOf(output(1), output(2), others).map(({ exports, importedBy }) => [exports, importedBy]);
  };

  for (const [title, name, exported, value, isImported] of [
    ['is imported by its name', 'Size', 'Size', '!ImportValue Size', true],
    ['is imported in the long form', 'Size', 'Size', '{ "Fn::ImportValue": Size }', true],
    ['is imported inside another function', 'Size', 'Size', '!Join ["", [!ImportValue Size]]', true],
    ['is not imported by another name', 'Size', 'Size', '!ImportValue Sizes', false],
    ['is not imported by a reference', 'Size', 'Size', '!Ref Size', false],
    [
      'is known by its name behind that of the stack',
      'Size',
      '!Sub "${AWS::StackName}-Size"',
      '{ "Fn::ImportValue": !Sub "${SharedStackName}-Size" }',
      true,
    ],
    [
      'keeps a name that has the stack elsewhere',
      'a-${AWS::StackName}-Size',
      '!Sub "a-${AWS::StackName}-Size"',
      '!ImportValue a-Size',
      false,
    ],
    [
      'of a computed name is compared as a whole',
      '{"Fn::Join":["",["a",{"Fn::ImportValue":"b"}]]}',
      '!Join ["", [a, !ImportValue b]]',
      '{ "Fn::ImportValue": !Join ["", [a, !ImportValue b]] }',
      true,
    ],
  ] as const) {
    it(title, () => {
      expect(importersOf(exported, { backend: importing(value) })).to.deep.equal([
        [name, isImported ? ['backend'] : []],
      ]);
    });
  }

  it('is imported by several stacks, of which a new one does not count', () => {
    const users = importing('!ImportValue Size');
    const [before, after] = [1, 2].map((value) =>
      template(`{ Size: { Value: ${value}, Export: { Name: Size } } }`),
    );
    const [diff] = diffTexts(
      new Map([
        ['shared', before ?? ''],
        ['one', users],
        ['two', users],
      ]),
      new Map([
        ['shared', after ?? ''],
        ['one', users],
        ['two', users],
        ['new', users],
      ]),
    );
    expect(diff?.outputs[0]?.importedBy).to.deep.equal(['one', 'two']);
  });
});

describe('a parameter', () => {
  const parametersOf = (before: string, after: string) => {
    const text = (parameters: string) => new Map([['a', `Parameters: ${parameters}\nResources: {}\n`]]);
    return diffTexts(text(before), text(after))[0]?.parameters;
  };
  const keeps = 'a stack that is there keeps the value it has';

  for (const [title, before, after, expected] of [
    [
      'without a default needs a value when it is added',
      '{}',
      '{ Size: { Type: Number } }',
      {
        change: 'added',
        differences: [],
        meaning: 'it has no default: the next deployment must give it a value',
      },
    ],
    [
      'with a default means nothing when it is added',
      '{}',
      '{ Size: { Type: Number, Default: 1 } }',
      { change: 'added', differences: [] },
    ],
    [
      'of another default keeps its value',
      '{ Size: { Type: Number, Default: 1 } }',
      '{ Size: { Type: String, Default: 2 } }',
      {
        change: 'changed',
        differences: [
          { path: ['Type'], before: 'Number', after: 'String' },
          { path: ['Default'], before: 1, after: 2 },
        ],
        meaning: keeps,
      },
    ],
    [
      'of another type means nothing else',
      '{ Size: { Type: Number, Default: 1 } }',
      '{ Size: { Type: String, Default: 1 } }',
      { change: 'changed', differences: [{ path: ['Type'], before: 'Number', after: 'String' }] },
    ],
    [
      'means nothing when it is removed',
      '{ Size: { Type: Number, Default: 1 } }',
      '{}',
      { change: 'removed', differences: [] },
    ],
  ] as const) {
    it(title, () => {
      expect(parametersOf(before, after)).to.deep.equal([{ name: 'Size', ...expected }]);
    });
  }

  it('that stays the same is not mentioned', () => {
    expect(parametersOf('{ A: { Type: Number } }', '{ A: { Type: Number } }')).to.deep.equal([]);
  });
});
