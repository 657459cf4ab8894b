import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import { findUnfitBackup } from '../../../compiler/deploy/plan/backup-to-restore.ts';
import { planCreate } from '../../../compiler/deploy/plan/plan.ts';
import { findRestoredAgain } from '../../../compiler/deploy/plan/restore-once.ts';
import { wantStacks } from '../../../compiler/deploy/plan/wanted.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { compileText } from '../../diff/diff-of.ts';
import { scriptedAws } from '../../support/fake-aws/scripted-aws.ts';
import { plansOf } from './plans-of.ts';

const ofTime = readFileSync('test/golden/restored-cluster/spec.yaml', 'utf8');
const written = /restoreFrom:\n +cluster: .*\n +time: .*\n/;
const withSource = (source: string) => ofTime.replace(written, `restoreFrom: ${source}\n`);
const fresh = ofTime.replace(/ +restoreFrom:\n +cluster: .*\n +time: .*\n/, '');
const ofSnapshot = withSource('{ snapshot: before-8-4 }');
const ofDeleted = withSource('{ cluster: cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ, time: latest }');

describe('a cluster that is deployed already', () => {
  function again(before: string, after: string): readonly string[] {
    const { plans, resolved } = plansOf(before, after);
    const context = { resolved, templates: [], toolkit };
    return findRestoredAgain(plans, context).map(
      ({ path, message, hint = '' }) => `${path.join('.')}: ${message} / ${hint}`,
    );
  }
  const way =
    'To restore a backup, deploy a spec with another name, or destroy these stacks first (docs/backup.md)';
  const would =
    'would replace the cluster of stack "notes-shared" by another one, without the data that it has now';

  it('keeps what it was made from, whatever else changes', () => {
    for (const spec of [fresh, ofTime, ofSnapshot, ofDeleted]) {
      expect(again(spec, spec)).to.deep.equal([]);
      expect(again(spec, spec.replace('access: public', 'access: public\n    readers: 2'))).to.deep.equal([]);
    }
  });

  it('is made from no backup later', () => {
    expect(again(fresh, ofSnapshot)).to.deep.equal([
      `shared.database.restoreFrom: "restoreFrom" ${would} / Remove it: it is for a cluster that does not exist yet. ${way}`,
    ]);
  });

  for (const [title, before, source] of [
    ['a snapshot', ofSnapshot, '{ snapshot: before-8-4 }'],
    [
      'a time',
      ofTime,
      '{ cluster: notes-shared-databasecluster-1a2b3c4d5e6f, time: "2026-11-24T09:00:00Z" }',
    ],
    ['a deleted cluster', ofDeleted, '{ cluster: cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ, time: latest }'],
  ] as const) {
    it(`is not made anew when it was made from ${title}`, () => {
      const keep = `Keep what the cluster was made from: restoreFrom: ${source}. ${way}`;
      expect(again(before, fresh)).to.deep.equal([
        `shared.database: Removing "restoreFrom" ${would} / ${keep}`,
      ]);
      const other = before.replace(/before-8-4|09:00|latest/, (text) =>
        text === 'latest' ? '"2026-11-25T10:00:00Z"' : text === '09:00' ? '10:00' : 'before-9',
      );
      expect(again(before, other)).to.deep.equal([
        `shared.database.restoreFrom: Another "restoreFrom" ${would} / ${keep}`,
      ]);
    });
  }

  it('may be replaced by none, which is a loss of data like any other', () => {
    const none = fresh
      .replace(/ +database:\n +access[^]*?backend:/, '  database: none\nbackend:')
      .replace(/ +database:\n +name: .*\n +user: .*\n/, '');
    expect(again(ofSnapshot, none)).to.deep.equal([]);
  });
});

describe('the backup that a new cluster is made from', () => {
  const fine = {
    Engine: 'aurora-mysql',
    EngineVersion: '8.0.mysql_aurora.3.10.6',
    MasterUsername: 'root',
    StorageEncrypted: true,
    Status: 'available',
    SnapshotCreateTime: new Date('2026-11-24T18:05:00Z'),
    EarliestRestorableTime: new Date('2026-11-20T00:00:00Z'),
    LatestRestorableTime: new Date('2026-11-25T00:00:00Z'),
    RestoreWindow: {
      EarliestTime: new Date('2026-11-20T00:00:00Z'),
      LatestTime: new Date('2026-11-25T00:00:00Z'),
    },
  };

  async function look(text: string, backup: object | Error | undefined, exists = false) {
    const compiled = compileText(text);
    const context = { resolved: compiled.resolved, templates: compiled.templates, toolkit };
    const plans = wantStacks(compiled, toolkit)
      .map((each) => planCreate(each, context))
      .map((plan) => (exists ? { ...plan, changes: [] } : plan));
    const notes: string[] = [];
    const asked: string[] = [];
    const call = (_service: string, operation: string, input: object) => {
      asked.push(`${operation} ${JSON.stringify(input)}`);
      if (backup instanceof Error) return Promise.reject(backup);
      const found = backup === undefined ? [] : [backup];
      return Promise.resolve({
        DBClusterSnapshots: found,
        DBClusters: found,
        DBClusterAutomatedBackups: found,
      });
    };
    const note = (line: string) => notes.push(line);
    const findings = await findUnfitBackup(plans, { aws: scriptedAws([], { call }), context, note });
    return {
      said: findings.map(
        ({ path, message, hint = '' }) => `${path.slice(2).join('.')}: ${message} / ${hint}`,
      ),
      notes,
      asked,
    };
  }

  it('is not looked at without one, or when the cluster exists', async () => {
    const never = new Error('AWS is asked');
    expect(await look(fresh, never)).to.deep.equal({ said: [], notes: [], asked: [] });
    expect(await look(ofSnapshot, never, true)).to.deep.equal({ said: [], notes: [], asked: [] });
  });

  const passwords =
    "Its users and their passwords are those of the backup, but for the master's: CloudFormation sets that of the new master secret";
  for (const [title, spec, asked, note] of [
    [
      'a snapshot by its name',
      ofSnapshot,
      'describeDBClusterSnapshots {"DBClusterSnapshotIdentifier":"before-8-4"}',
      'snapshot "before-8-4" of 2026-11-24T18:05:00Z',
    ],
    [
      'an automatic snapshot',
      withSource('{ snapshot: "rds:notes-2026-11-24-18-05" }'),
      'describeDBClusterSnapshots {"DBClusterSnapshotIdentifier":"rds:notes-2026-11-24-18-05","SnapshotType":"automated"}',
      'snapshot "rds:notes-2026-11-24-18-05" of 2026-11-24T18:05:00Z',
    ],
    [
      'one of AWS Backup by its ARN',
      withSource('{ snapshot: arn:aws:rds:us-east-1:123456789012:cluster-snapshot:awsbackup:job-1 }'),
      'describeDBClusterSnapshots {"DBClusterSnapshotIdentifier":"arn:aws:rds:us-east-1:123456789012:cluster-snapshot:awsbackup:job-1","SnapshotType":"awsbackup","IncludeShared":true}',
      'snapshot "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:awsbackup:job-1" of 2026-11-24T18:05:00Z',
    ],
    [
      'a cluster at a time',
      ofTime,
      'describeDBClusters {"DBClusterIdentifier":"notes-shared-databasecluster-1a2b3c4d5e6f"}',
      'cluster "notes-shared-databasecluster-1a2b3c4d5e6f" as it was at 2026-11-24T09:00:00Z',
    ],
    [
      'a deleted cluster',
      ofDeleted,
      'describeDBClusterAutomatedBackups {"DbClusterResourceId":"cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ"}',
      'cluster "cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ" as it was at the latest possible time',
    ],
  ] as const) {
    it(`is found: ${title}`, async () => {
      expect(await look(spec, { ...fine, ...(spec === ofDeleted && { Status: 'retained' }) })).to.deep.equal({
        said: [],
        notes: [`The new cluster is made from ${note}. ${passwords}`],
        asked: [asked],
      });
    });
  }

  for (const [title, spec, backup, said] of [
    [
      'exists: a snapshot',
      ofSnapshot,
      undefined,
      'restoreFrom.snapshot: There is no snapshot "before-8-4" in ap-northeast-1 of this account / Write what "aws rds describe-db-cluster-snapshots --region ap-northeast-1" lists',
    ],
    [
      'exists: a cluster',
      ofTime,
      new AwsFailure('refused', 'DBClusterNotFoundFault', 'DBCluster not found'),
      'restoreFrom.cluster: There is no cluster "notes-shared-databasecluster-1a2b3c4d5e6f" in ap-northeast-1 of this account / Write what "aws rds describe-db-clusters --region ap-northeast-1" lists',
    ],
    [
      'exists: backups of a deleted cluster',
      ofDeleted,
      undefined,
      'restoreFrom.cluster: There are no backups of the cluster "cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ" in ap-northeast-1 of this account / Write what "aws rds describe-db-cluster-automated-backups --region ap-northeast-1" lists',
    ],
    [
      'is of Aurora MySQL',
      ofSnapshot,
      { ...fine, Engine: 'aurora-postgresql' },
      'restoreFrom.snapshot: "before-8-4" is of aurora-postgresql, not of Aurora MySQL / Write another snapshot',
    ],
    [
      'is finished',
      ofSnapshot,
      { ...fine, Status: 'creating' },
      'restoreFrom.snapshot: The snapshot "before-8-4" is creating / Wait until AWS says "available"',
    ],
    [
      'has the master user that archc uses',
      ofSnapshot,
      { ...fine, MasterUsername: 'admin' },
      'restoreFrom.snapshot: The master user of "before-8-4" is "admin", and a restore keeps it: archc\'s functions log in as "root" / Write the snapshot of a cluster that archc made, or copy the data into a new one with a dump',
    ],
    [
      'is encrypted',
      ofSnapshot,
      { ...fine, StorageEncrypted: false },
      'restoreFrom.snapshot: "before-8-4" is not encrypted, and the new cluster would not be either / Restore it once by hand with --kms-key-id alias/aws/rds, take a snapshot of that cluster, and write its name',
    ],
    [
      'is not newer than the cluster: a snapshot',
      ofSnapshot,
      { ...fine, EngineVersion: '8.0.mysql_aurora.3.11.0' },
      'engineVersion: The snapshot has the newer version 8.0.mysql_aurora.3.11.0, and Aurora never goes back / Write "engineVersion: 8.0.mysql_aurora.3.11.0" under shared.database',
    ],
    [
      "has the cluster's version: a time",
      ofTime,
      { ...fine, EngineVersion: '8.0.mysql_aurora.3.08.2' },
      'engineVersion: A cluster that goes back to a time keeps its version: 8.0.mysql_aurora.3.08.2, not 8.0.mysql_aurora.3.10.6 / Write "engineVersion: 8.0.mysql_aurora.3.08.2" under shared.database; another version can be deployed afterwards',
    ],
    [
      'is of a time that AWS keeps',
      ofTime.replace('11-24T', '11-26T'),
      fine,
      'restoreFrom.time: AWS keeps no backup of 2026-11-26T09:00:00Z / Write a time from 2026-11-20T00:00:00Z to 2026-11-25T00:00:00Z, or latest',
    ],
  ] as const) {
    it(`is refused unless it ${title}`, async () => {
      expect((await look(spec, backup)).said).to.deep.equal([said]);
    });
  }

  it('may be older than the cluster, if it is a snapshot', async () => {
    expect(
      (await look(ofSnapshot, { ...fine, EngineVersion: '8.0.mysql_aurora.3.08.2' })).said,
    ).to.deep.equal([]);
  });

  it('is left to AWS without the right to look', async () => {
    const { said, notes } = await look(ofSnapshot, new AwsFailure('denied', 'AccessDenied', 'not allowed'));
    expect(said).to.deep.equal([]);
    expect(notes).to.deep.equal(['archc could not look at the backup to restore: not allowed']);
  });
});
