import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { compileText, diffTexts, templatesOf } from '../diff/diff-of.ts';

const spec = readFileSync('test/golden/backup/spec.yaml', 'utf8');
const tags = ['Ref', 'Sub', 'GetAtt', 'Join', 'Select', 'Split', 'Cidr', 'ImportValue'].flatMap((name) =>
  ([undefined, 'map', 'seq'] as const).map((collection) => ({
    tag: `!${name}`,
    ...(collection && { collection }),
    resolve: (value: unknown) => ({ [name]: value }),
  })),
);

interface Resource {
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

function resourceIn(text: string, logicalId: string): Resource | undefined {
  const shared = compileText(text).artifacts.find(({ name }) => name === 'shared.yaml')?.text ?? '';
  const template = parse(shared, { customTags: tags as never, logLevel: 'silent' }) as {
    readonly Resources: Readonly<Record<string, Resource>>;
  };
  return template.Resources[logicalId];
}

describe('the option backup', () => {
  it('keeps the vault, and the role that deletes its snapshots, when the stack goes', () => {
    for (const id of ['BackupVault', 'BackupRole'])
      expect(resourceIn(spec, id)?.DeletionPolicy).to.equal('RetainExceptOnCreate');
    for (const id of ['BackupPlan', 'BackupSelection'])
      expect(resourceIn(spec, id)?.DeletionPolicy).to.equal(undefined);
  });

  it('names the vault and the plan in at most 50 characters', () => {
    const long = spec.replace('region:', `stackNames: { shared: ${'a'.repeat(100)} }\nregion:`);
    const vault = JSON.stringify(resourceIn(long, 'BackupVault')?.Properties['BackupVaultName']);
    expect(/a+/.exec(vault)?.[0]).to.have.length(50 - '-01234567'.length);
    expect(JSON.stringify(resourceIn(long, 'BackupPlan')?.Properties)).to.match(/"a{50}"/);
  });

  it('has a rule for each retention, all at the same time', () => {
    const text = spec.replace('backup: {}', 'backup: { time: "00:05", weeklyRetentionDays: 90 }');
    const { BackupPlanRule } = resourceIn(text, 'BackupPlan')?.Properties['BackupPlan'] as {
      readonly BackupPlanRule: readonly Readonly<Record<string, unknown>>[];
    };
    expect(
      BackupPlanRule.map(({ RuleName, ScheduleExpression, Lifecycle }) => [
        RuleName,
        ScheduleExpression,
        Lifecycle,
      ]),
    ).to.deep.equal([
      ['Daily', 'cron(5 0 * * ? *)', { DeleteAfterDays: 35 }],
      ['Weekly', 'cron(5 0 ? * SUN *)', { DeleteAfterDays: 90 }],
    ]);
  });

  it('can be added to a deployed stack and removed from it, and nothing else changes', () => {
    const without = spec.replace(/options:[^]*/, '');
    const own = ['BackupPlan', 'BackupRole', 'BackupSelection', 'BackupVault'];
    for (const [before, after, action] of [
      [without, spec, 'create'],
      [spec, without, 'delete'],
    ] as const) {
      const diffs = diffTexts(templatesOf(before), templatesOf(after)).flatMap(({ resources }) => resources);
      expect(diffs.map(({ logicalId }) => logicalId).sort()).to.deep.equal(own);
      for (const diff of diffs) expect(diff).to.include({ action }).and.not.have.property('dataLoss');
    }
  });
});

describe('a backup that a cluster is made from', () => {
  const restored = readFileSync('test/golden/restored-snapshot/spec.yaml', 'utf8');
  const source = /restoreFrom:\n.*\n/;

  it('is named as AWS wants it', () => {
    for (const [written, properties] of [
      ['{ snapshot: "rds:a-1" }', { SnapshotIdentifier: 'rds:a-1' }],
      [
        '{ cluster: a, time: "2026-11-24T09:00:00Z" }',
        { SourceDBClusterIdentifier: 'a', RestoreToTime: '2026-11-24T09:00:00Z' },
      ],
      [
        '{ cluster: cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ, time: latest }',
        {
          SourceDbClusterResourceId: 'cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
          UseLatestRestorableTime: true,
        },
      ],
    ] as const) {
      const text = restored.replace(source, `restoreFrom: ${written}\n`);
      const cluster = resourceIn(text, 'DatabaseCluster')?.Properties ?? {};
      expect(cluster).to.include(properties).and.not.have.any.keys('MasterUsername', 'StorageEncrypted');
      expect(cluster).to.have.property('MasterUserPassword');
    }
  });

  it('is said to make another cluster, when it is added later', () => {
    const before = restored.replace(/ +restoreFrom:\n.*\n/, '');
    const [shared] = diffTexts(templatesOf(before), templatesOf(restored));
    const cluster = shared?.resources.find(({ logicalId }) => logicalId === 'DatabaseCluster');
    expect(cluster?.action).to.equal('replace');
    const why = cluster?.properties.find(({ path }) => path[0] === 'SnapshotIdentifier')?.why;
    expect(why).to.include('archc deploy refuses this');
  });
});
