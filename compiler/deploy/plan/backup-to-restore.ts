import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isOlder } from '../../facts/engine-versions.ts';
import { isResourceId, masterUser } from '../../modules/restore-source.ts';
import type { Resolved } from '../../phases/results.ts';
import type { SpecPath } from '../../spec/path.ts';
import type { Look } from './importers.ts';
import type { StackPlan } from './plan.ts';

type Database = NonNullable<NonNullable<Resolved['spec']['shared']>['database']>;
type Source = NonNullable<Database['restoreFrom']>;

/** What RDS says of a snapshot, of a cluster, and of the backups that it keeps of a deleted cluster. */
interface Backup {
  readonly Engine?: string;
  readonly EngineVersion?: string;
  readonly MasterUsername?: string;
  readonly StorageEncrypted?: boolean;
  readonly Status?: string;
  readonly SnapshotCreateTime?: Moment;
  readonly EarliestRestorableTime?: Moment;
  readonly LatestRestorableTime?: Moment;
  readonly RestoreWindow?: { readonly EarliestTime?: Moment; readonly LatestTime?: Moment };
}

/** A date of the SDK. */
interface Moment {
  toISOString(): string;
}

interface Answer {
  readonly DBClusterSnapshots?: readonly Backup[];
  readonly DBClusters?: readonly Backup[];
  readonly DBClusterAutomatedBackups?: readonly Backup[];
}

const path: SpecPath = ['shared', 'database', 'restoreFrom'];
const code = 'unfit-backup';

/**
 * Whether the backup that a new cluster is made from exists, and is as the templates assume. Without the right to look, it
 * says so and goes on.
 */
export async function findUnfitBackup(plans: readonly StackPlan[], look: Look): Promise<readonly Finding[]> {
  const { aws, context, note } = look;
  const database = context.resolved.spec.shared?.database;
  const isNew = plans.some(({ changes }) =>
    changes.some(({ type, action }) => type === 'AWS::RDS::DBCluster' && action === 'create'),
  );
  if (!database?.restoreFrom || !isNew) return [];
  const source = database.restoreFrom;
  try {
    const backup = await readBackup(aws, source);
    if (!backup) return [missing(source, aws.region)];
    const findings = judge(backup, source, database);
    if (findings.length === 0) note(remarkOn(backup, source));
    return findings;
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    if (/NotFound/.test(error.awsName)) return [missing(source, aws.region)];
    note(`archc could not look at the backup to restore: ${error.message}`);
    return [];
  }
}

/**
 * RDS takes the name of an automatic snapshot, and of one of AWS Backup, only with its kind.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html
 */
async function readBackup(aws: Aws, { snapshot, cluster = '' }: Source): Promise<Backup | undefined> {
  if (snapshot !== undefined) {
    const [, kind] = /(?:^|:)(rds|awsbackup):[^:]+$/.exec(snapshot) ?? [];
    const answer = await aws.call('rds', 'describeDBClusterSnapshots', {
      DBClusterSnapshotIdentifier: snapshot,
      ...(kind !== undefined && { SnapshotType: kind === 'rds' ? 'automated' : kind }),
      ...(snapshot.startsWith('arn:') && { IncludeShared: true }),
    });
    return (answer as Answer).DBClusterSnapshots?.[0];
  }
  if (isResourceId(cluster)) {
    const input = { DbClusterResourceId: cluster };
    const answer = await aws.call('rds', 'describeDBClusterAutomatedBackups', input);
    return (answer as Answer).DBClusterAutomatedBackups?.[0];
  }
  const answer = await aws.call('rds', 'describeDBClusters', { DBClusterIdentifier: cluster });
  return (answer as Answer).DBClusters?.[0];
}

const keyOf = ({ snapshot }: Source) => (snapshot === undefined ? 'cluster' : 'snapshot');
const nameOf = ({ snapshot, cluster }: Source) => `"${snapshot ?? cluster ?? ''}"`;

function missing(source: Source, region: string): Finding {
  const key = keyOf(source);
  const isDeleted = source.cluster !== undefined && isResourceId(source.cluster);
  const what = isDeleted ? 'are no backups of the cluster' : `is no ${key}`;
  const command = isDeleted
    ? 'describe-db-cluster-automated-backups'
    : `describe-db-cluster${key === 'snapshot' ? '-snapshots' : 's'}`;
  return {
    code,
    path: [...path, key],
    message: `There ${what} ${nameOf(source)} in ${region} of this account`,
    hint: `Write what "aws rds ${command} --region ${region}" lists`,
  };
}

function judge(backup: Backup, source: Source, { engineVersion }: Database): readonly Finding[] {
  const key = keyOf(source);
  const finding = (message: string, hint: string, at: SpecPath = [...path, key]): Finding => ({
    code,
    path: at,
    message,
    hint,
  });
  const { Engine, EngineVersion = engineVersion, MasterUsername, StorageEncrypted, Status } = backup;
  const name = nameOf(source);
  if (Engine !== 'aurora-mysql') {
    return [finding(`${name} is of ${String(Engine)}, not of Aurora MySQL`, `Write another ${key}`)];
  }
  if (key === 'snapshot' && Status !== 'available') {
    return [finding(`The snapshot ${name} is ${String(Status)}`, 'Wait until AWS says "available"')];
  }
  const version: SpecPath = ['shared', 'database', 'engineVersion'];
  const write = `Write "engineVersion: ${EngineVersion}" under shared.database`;
  return [
    ...(MasterUsername === masterUser
      ? []
      : [
          finding(
            `The master user of ${name} is "${String(MasterUsername)}", and a restore keeps it: archc's functions log in as "${masterUser}"`,
            `Write the ${key} of a cluster that archc made, or copy the data into a new one with a dump`,
          ),
        ]),
    ...(StorageEncrypted === true
      ? []
      : [
          finding(
            `${name} is not encrypted, and the new cluster would not be either`,
            'Restore it once by hand with --kms-key-id alias/aws/rds, take a snapshot of that cluster, and write its name',
          ),
        ]),
    ...(key === 'cluster' && EngineVersion !== engineVersion
      ? [
          finding(
            `A cluster that goes back to a time keeps its version: ${EngineVersion}, not ${engineVersion}`,
            `${write}; another version can be deployed afterwards`,
            version,
          ),
        ]
      : isOlder(engineVersion, EngineVersion)
        ? [
            finding(
              `The snapshot has the newer version ${EngineVersion}, and Aurora never goes back`,
              write,
              version,
            ),
          ]
        : []),
    ...timeFindings(backup, source),
  ];
}

function timeFindings(backup: Backup, { time }: Source): readonly Finding[] {
  if (time === undefined || time === 'latest') return [];
  const first = show(backup.RestoreWindow?.EarliestTime ?? backup.EarliestRestorableTime);
  const last = show(backup.RestoreWindow?.LatestTime ?? backup.LatestRestorableTime);
  // Times of one form compare as text.
  const isKept = (first === unknown || first <= time) && (last === unknown || time <= last);
  if (isKept) return [];
  return [
    {
      code,
      path: [...path, 'time'],
      message: `AWS keeps no backup of ${time}`,
      hint: `Write a time from ${first} to ${last}, or latest`,
    },
  ];
}

const unknown = 'unknown';

/** `2026-11-24T09:00:00Z` */
function show(time: Moment | undefined): string {
  return time?.toISOString().replace(/\.\d+/, '') ?? unknown;
}

/**
 * The handler of the resource type modifies a restored cluster at once, with the password among the rest.
 * https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds, modifyDbClusterAfterCreateRequest
 */
function remarkOn({ SnapshotCreateTime }: Backup, source: Source): string {
  const { snapshot, time } = source;
  const from =
    snapshot === undefined
      ? `cluster ${nameOf(source)} as it was at ${time === 'latest' ? 'the latest possible time' : String(time)}`
      : `snapshot ${nameOf(source)}${SnapshotCreateTime ? ` of ${show(SnapshotCreateTime)}` : ''}`;
  return `The new cluster is made from ${from}. Its users and their passwords are those of the backup, but for the master's: CloudFormation sets that of the new master secret`;
}
