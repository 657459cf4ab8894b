import { expect } from 'chai';
import { documented } from '../../compiler/diff/documented.ts';
import { effectOf } from '../../compiler/diff/effects.ts';
import type { ResourceTypes, TypeFacts } from '../../compiler/diff/effects.ts';
import type { Plain } from '../../compiler/template/plain.ts';

const type = 'AWS::Test::Thing';
const knowing = (facts: TypeFacts): ResourceTypes => ({ source: '', asOf: '', types: { [type]: facts } });

type Case = readonly [
  title: string,
  path: string,
  before: Plain | undefined,
  after: Plain | undefined,
  effect: string,
];

/** A difference at a dotted path; the empty one stands for all properties. */
const differenceAt = (path: string, before: Plain | undefined, after: Plain | undefined) => ({
  path: path === '' ? [] : path.split('.'),
  before,
  after,
});

describe('a property at whose creation alone AWS takes a value', () => {
  const cases: readonly Case[] = [
    ['replaces with another function around it', 'Key', { Ref: 'A' }, { Ref: 'B' }, 'replace'],
    [
      'replaces with another attribute around it',
      'Key',
      { 'Fn::GetAtt': ['A', 'B'] },
      { 'Fn::GetAtt': ['A', 'C'] },
      'replace',
    ],
    ['does not replace with the other part of a mapping', 'Key', { Use: 'a' }, { Use: 'b' }, 'update'],
    [
      'does not replace with what only looks like a function',
      'Key',
      { Ref: 'A', Id: 'a' },
      { Ref: 'B', Id: 'a' },
      'update',
    ],
    [
      'does not replace with a key that ends like a function',
      'Key',
      { MyRef: 'A' },
      { MyRef: 'B' },
      'update',
    ],
    [
      'does not replace with a key that begins like one',
      'Key',
      { References: 'A' },
      { References: 'B' },
      'update',
    ],
    ['does not replace with a key that names one', 'Key', { 'MyFn::A': 'A' }, { 'MyFn::A': 'B' }, 'update'],
    ['replaces with items around it', 'Items', [{ Kind: 'a' }], [{ Kind: 'b' }], 'replace'],
    [
      'replaces with values of any key around it',
      'Items',
      { one: { Kind: 'a' } },
      { one: { Kind: 'b' } },
      'replace',
    ],
    ['replaces with a text that becomes a mapping', 'Key', 'a', { Id: 'a' }, 'replace'],
    ['replaces with all properties', '', { Name: 'a' }, { Name: 'b' }, 'replace'],
  ];
  const facts = knowing({ createOnly: ['Name', 'Key.Id', 'Items.*.Kind'] });
  for (const [title, path, before, after, effect] of cases) {
    it(title, () => {
      expect(effectOf(type, differenceAt(path, before, after), facts)).to.deep.equal({ effect });
    });
  }
});

describe('a property that AWS itself sets', () => {
  const cases: readonly Case[] = [
    ['is refused', 'Arn', undefined, 'x', 'refuse'],
    ['is refused with another value', 'Arn', 'x', 'y', 'refuse'],
    ['may be taken away', 'Arn', 'x', undefined, 'update'],
    ['is refused inside another', 'Endpoint.Address', undefined, 'x', 'refuse'],
    ['is refused with what is around it', 'Endpoint', undefined, { Address: 'x' }, 'refuse'],
    ['is refused as a part', 'Arn.Part', undefined, 'x', 'refuse'],
    ['does not matter to its neighbours', 'Endpoint.Port', undefined, 1, 'update'],
    ['does not matter to what is around it alone', 'Endpoint', undefined, { Port: 1 }, 'update'],
    ['does not matter to a text in place of what is around it', 'Endpoint', undefined, 'x', 'update'],
  ];
  for (const [title, path, before, after, effect] of cases) {
    it(title, () => {
      const found = effectOf(
        type,
        differenceAt(path, before, after),
        knowing({ readOnly: ['Arn', 'Endpoint.Address'] }),
      );
      expect(found).to.deep.equal({ effect, ...(effect === 'refuse' && { why: 'AWS sets it itself' }) });
    });
  }
});

describe('a property that is replaced for some values', () => {
  it('may be replaced, whichever of several it is', () => {
    const facts = knowing({ conditional: ['Mode', 'Size'] });
    const why = 'whether it can be changed in place depends on the values';
    for (const path of ['Mode', 'Size']) {
      expect(effectOf(type, differenceAt(path, 1, 2), facts)).to.deep.equal({ effect: 'may-replace', why });
    }
    expect(effectOf(type, differenceAt('Other', 1, 2), facts)).to.deep.equal({ effect: 'update' });
  });

  it('may be replaced where the type is not known at all', () => {
    for (const unknown of ['AWS::Test::Other', 'toString']) {
      expect(effectOf(unknown, differenceAt('A', 1, 2), knowing({}))).to.deep.equal({
        effect: 'may-replace',
        why: 'not known to archc: see its page in the AWS documentation',
      });
    }
  });
});

describe('a property of a custom resource', () => {
  const decides = { effect: 'may-replace', why: 'the function behind it decides' };
  for (const [custom, property, effect] of [
    ['Custom::Thing', 'Size', decides],
    ['AWS::CloudFormation::CustomResource', 'Size', decides],
    ['Custom::Thing', 'ServiceTimeout', { effect: 'update' }],
    ['Custom::MySqlDatabase', 'Anything', { effect: 'update' }],
    [
      'Custom::Thing',
      'ServiceToken',
      { effect: 'refuse', why: 'CloudFormation takes no other function for what is there' },
    ],
  ] as const) {
    it(`has the effect "${effect.effect}": ${property} of ${custom}`, () => {
      expect(effectOf(custom, differenceAt(property, 1, 2), knowing({}))).to.deep.equal(effect);
    });
  }
});

describe('another version of a cluster', () => {
  const cluster = 'AWS::RDS::DBCluster';
  const known = documented[cluster]?.properties ?? {};
  const [old, newer, major] = [
    '8.0.mysql_aurora.3.10.6',
    '8.0.mysql_aurora.3.11.1',
    '8.4.mysql_aurora.8.4.8',
  ];
  const effectAt = (path: string, before: Plain | undefined, after: Plain | undefined) =>
    effectOf(cluster, differenceAt(path, before, after), knowing({}));

  it('interrupts it', () => {
    expect(effectAt('EngineVersion', old, newer)).to.deep.equal(known['EngineVersion']);
  });

  it('is refused when it is older', () => {
    const refused = {
      effect: 'refuse',
      why: 'Aurora never goes back to an older version; only a snapshot, restored, has it',
    };
    expect(effectAt('EngineVersion', newer, old)).to.deep.equal(refused);
    expect(effectAt('EngineVersion', major, old)).to.deep.equal(refused);
  });

  it('interrupts for long, and leaves only a snapshot to go back to, when it is a major one', () => {
    expect(effectAt('EngineVersion', old, major)).to.deep.equal({
      effect: 'interrupt',
      why: 'a major upgrade: the database does not answer for minutes to hours, and only a snapshot leads back; take one, and deploy nothing else with it (docs/upgrading.md)',
    });
  });

  it('is not judged where a value is not known', () => {
    for (const [before, after] of [
      [{ Ref: 'Version' }, old],
      [major, { Ref: 'Version' }],
      [undefined, old],
      [major, undefined],
    ] as const) {
      expect(effectAt('EngineVersion', before, after)).to.deep.equal(known['EngineVersion']);
    }
  });

  it('does not count for other properties', () => {
    expect(effectAt('DBClusterParameterGroupName', major, old)).to.deep.equal(
      known['DBClusterParameterGroupName'],
    );
    expect(effectAt('DBClusterParameterGroupName', old, major)).to.deep.equal(
      known['DBClusterParameterGroupName'],
    );
  });
});

describe("a rule of the web ACL's", () => {
  const facts: ResourceTypes = { source: '', asOf: '', types: {} };
  const rule = { Name: 'RateLimit1' };
  for (const [title, path, before, after, why] of [
    ['is added', 'Rules.RateLimit1', undefined, rule, 'it judges requests too'],
    ['goes', 'Rules.RateLimit1', rule, undefined, 'it judges no request any more'],
    [
      'has another limit',
      'Rules.RateLimit1.Statement.RateBasedStatement.Limit',
      2000,
      1000,
      'AWS WAF counts anew; for up to a minute it limits nothing',
    ],
    [
      'only counts from now on',
      'Rules.ManagedSql.OverrideAction.Count',
      undefined,
      {},
      'it only counts what it blocked',
    ],
    ['blocks from now on', 'Rules.RateLimit1.Action.Count', {}, undefined, 'it blocks what it only counted'],
    ['no longer blocks by itself', 'Rules.ManagedSql.OverrideAction.None', {}, undefined, undefined],
    ['has another statement', 'Rules.Own.Statement.NotStatement', {}, undefined, undefined],
  ] as const) {
    it(`is changed in place, and what that means is said: ${title}`, () => {
      const effect = effectOf('AWS::WAFv2::WebACL', differenceAt(path, before, after), facts);
      expect(effect).to.include({ effect: 'update' });
      expect(effect.why).to.equal(why);
    });
  }
});
