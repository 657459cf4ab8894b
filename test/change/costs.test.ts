import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Action } from '../../compiler/change/action.ts';
import { charges, chargesOf, free } from '../../compiler/template/charges.ts';
import { costsOf } from '../../compiler/change/costs.ts';
import { resourcesOf, typeOf } from '../../compiler/template/node.ts';
import { readTemplate } from '../../compiler/template/read.ts';
import { toolkit } from '../../compiler/toolkit.ts';

const read = (resource: object) => readTemplate(JSON.stringify(resource));
const withProperties = (properties: object) => read({ Properties: properties });

describe('the types that AWS charges for', () => {
  it('are, with those that are free, all that templates have', () => {
    const bootstrap = readTemplate(readFileSync('templates/ci/github/bootstrap.yaml', 'utf8'));
    const types = [...Object.values(toolkit.fragments), bootstrap].flatMap((root) =>
      resourcesOf(root).map(({ value }) => typeOf(value)),
    );
    const used = [...new Set(types)].filter((type) => type !== '').sort();
    expect([...Object.keys(charges), ...free].sort()).to.deep.equal(used);
  });

  it('have their pricing pages above them', () => {
    const [, table = ''] =
      /export const charges[^]*?= \{([^]*?)\n\};/.exec(
        readFileSync('compiler/template/charges.ts', 'utf8'),
      ) ?? [];
    let page = false;
    for (const line of table.trim().split('\n')) {
      page ||= line.includes('https://aws.amazon.com/');
      expect(page, line).to.equal(true);
    }
    expect(table.split('https://').length).to.be.above(12);
  });
});

describe('what a resource costs', () => {
  for (const [title, type, properties, items] of [
    ['is nothing for an endpoint of a gateway', 'AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }, []],
    [
      'has the type of an endpoint',
      'AWS::EC2::VPCEndpoint',
      { VpcEndpointType: 'Interface' },
      ['VPC endpoint'],
    ],
    [
      'has each rule of a web ACL',
      'AWS::WAFv2::WebACL',
      { Rules: [{}, {}] },
      ['web ACL', 'firewall rule', 'firewall rule'],
    ],
    [
      'has the fee of Bot Control',
      'AWS::WAFv2::WebACL',
      { Rules: [{ Statement: { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesBotControlRuleSet' } } }] },
      ['web ACL', 'firewall rule', 'rule group of Bot Control'],
    ],
    [
      'is nothing for a cluster alone',
      'AWS::ECS::Cluster',
      { ClusterSettings: [{ Name: 'containerInsights', Value: 'disabled' }] },
      [],
    ],
    [
      'has Container Insights',
      'AWS::ECS::Cluster',
      { ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }] },
      ['ECS cluster with Container Insights'],
    ],
    [
      'has the secret that RDS makes',
      'AWS::RDS::DBCluster',
      { ManageMasterUserPassword: true },
      ['database cluster', 'secret'],
    ],
    [
      'has advanced Database Insights',
      'AWS::RDS::DBCluster',
      { DatabaseInsightsMode: 'advanced' },
      ['database cluster', 'cluster with advanced Database Insights'],
    ],
    [
      'has no history of a week',
      'AWS::RDS::DBInstance',
      { PerformanceInsightsRetentionPeriod: 7 },
      ['database instance'],
    ],
    [
      'has a longer history',
      'AWS::RDS::DBInstance',
      { PerformanceInsightsRetentionPeriod: 31 },
      [
        'database instance',
        'instance with a long history in Performance Insights (free in the advanced mode)',
      ],
    ],
    ['is not known for a type that archc does not know', 'AWS::SQS::Queue', {}, []],
    ['is not known for a type with the name of a method', 'toString', {}, []],
  ] as const) {
    it(title, () => {
      expect(chargesOf(type, withProperties(properties)).map(({ item }) => item)).to.deep.equal(items);
    });
  }
});

describe('a change', () => {
  const key = 'AWS::KMS::Key';
  const cluster = 'AWS::RDS::DBCluster';
  const firewall = 'AWS::WAFv2::WebACL';
  const rules = (number: number) => ({ Properties: { Rules: Array.from({ length: number }, () => ({})) } });
  const retained = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
  const snapshots = { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' };
  for (const [title, type, action, before, after, costs] of [
    ['makes a new resource cost', key, 'create', undefined, {}, ['1 KMS key begins']],
    ['ends what a deleted resource costs', key, 'delete', {}, undefined, ['1 KMS key ends']],
    ['leaves what a retained resource costs', key, 'delete', retained, undefined, ['1 KMS key stays']],
    [
      'leaves what a protected resource costs',
      cluster,
      'delete',
      { Properties: { DeletionProtection: true } },
      undefined,
      ['1 database cluster stays'],
    ],
    [
      'leaves a snapshot',
      cluster,
      'delete',
      snapshots,
      undefined,
      ['1 database cluster ends', '1 snapshot stays'],
    ],
    ['leaves a snapshot of what it replaces', cluster, 'replace', snapshots, snapshots, ['1 snapshot stays']],
    ['leaves what it replaces', key, 'replace', retained, retained, ['1 KMS key begins', '1 KMS key stays']],
    [
      'replaces by another name what is retained',
      key,
      'replace',
      retained,
      undefined,
      ['1 KMS key begins', '1 KMS key stays'],
    ],
    ['costs nothing when it replaces', key, 'replace', {}, {}, []],
    ['costs nothing by another name', key, 'replace', {}, undefined, []],
    ['costs what there is more of', firewall, 'update', rules(1), rules(4), ['3 firewall rule begins']],
    ['ends what there is less of', firewall, 'update', rules(4), rules(1), ['3 firewall rule ends']],
    ['that may replace costs what an update does', key, 'may-replace', retained, retained, []],
    ['that is refused costs nothing', firewall, 'refuse', rules(1), rules(4), []],
  ] as const satisfies readonly (readonly [string, string, Action, ...unknown[]])[]) {
    it(title, () => {
      const nodes = { before: before && read(before), after: after && read(after) };
      const { costs: found = [] } = costsOf({ type, action, ...nodes });
      expect(found.map(({ number, item, change }) => `${number} ${item} ${change}`)).to.deep.equal(costs);
    });
  }
});
