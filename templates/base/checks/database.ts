import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { hintOf } from '../../../compiler/diagnostics/offer.ts';
import {
  autoPauseSince,
  dataApiSince,
  isOlder,
  offeredVersions,
  standingOf,
} from '../../../compiler/facts/engine-versions.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check, CheckContext } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { windowFindings } from './windows.ts';

type Database = NonNullable<NonNullable<ResolvedSpec['shared']>['database']>;
type Part<Key extends keyof Database> = Pick<Database, Key>;

const database: SpecPath = ['shared', 'database'];

export const databaseChecks: readonly Check[] = [
  check({ capacity: 'shared.database.capacity' }, capacityFindings),
  check(
    { capacity: 'shared.database.capacity', engineVersion: 'shared.database.engineVersion' },
    autoPauseFindings,
  ),
  check({ engineVersion: 'shared.database.engineVersion' }, versionFindings),
  check(
    { backupWindow: 'shared.database.backupWindow', maintenanceWindow: 'shared.database.maintenanceWindow' },
    windowFindings,
  ),
  check(
    {
      performanceInsightsRetentionDays: 'shared.database.performanceInsightsRetentionDays',
      databaseInsights: 'shared.database.databaseInsights',
    },
    insightsFindings,
  ),
  check({ deletionProtection: 'shared.database.deletionProtection' }, protectionFindings),
  check({ cluster: 'shared.database?', region: 'region' }, clusterFindings),
];

/** What the cluster may scale between, in Aurora capacity units. */
function capacityFindings(
  { capacity: { min, max } }: Part<'capacity'>,
  { written }: CheckContext,
): Finding[] {
  const uneven = (['min', 'max'] as const).flatMap((key): Finding[] => {
    const value = key === 'min' ? min : max;
    if (Number.isInteger(value * 2)) return [];
    const [below, above] = [Math.floor(value * 2) / 2, Math.ceil(value * 2) / 2];
    return [
      {
        code: 'capacity-range',
        path: [...database, 'capacity', key],
        message: `Capacity ${value} is not a multiple of 0.5`,
        ...offering([...database, 'capacity', key], [below, above]),
      },
    ];
  });
  if (min <= max || uneven.length > 0) return uneven;
  return [
    {
      code: 'capacity-range',
      path: written([...database, 'capacity', 'min'], [...database, 'capacity', 'max']),
      message: `Minimum capacity ${min} is above the maximum ${max}`,
      ...eitherOf('Set', [
        { path: [...database, 'capacity', 'min'], value: max, words: `min to ${max} or less` },
        { path: [...database, 'capacity', 'max'], value: min, words: `max to ${min} or more` },
      ]),
    },
  ];
}

/** A hint that proposes the values which fit the rest of the spec. */
function offering(path: SpecPath, values: readonly number[]): Pick<Finding, 'hint' | 'offer'> {
  const say = (left: readonly unknown[]) => `Write ${left.join(' or ')}`;
  return hintOf({ path, kind: 'each', values, say });
}

function autoPauseFindings({
  capacity: { min, autoPauseSeconds },
  engineVersion,
}: Part<'capacity' | 'engineVersion'>): Finding[] {
  const canPause = !isOlder(engineVersion, autoPauseSince);
  // What is no multiple of 0.5 has got its message.
  if (!Number.isInteger(min * 2)) return [];
  if (min !== 0 && autoPauseSeconds !== undefined) {
    return [
      {
        code: 'auto-pause',
        path: [...database, 'capacity', 'autoPauseSeconds'],
        at: 'key',
        message: `A cluster with a minimum capacity of ${min} never pauses`,
        hint: canPause ? 'Set min to 0, or remove autoPauseSeconds' : 'Remove autoPauseSeconds',
      },
    ];
  }
  if (min !== 0 || canPause) return [];
  const keep = `Set min to 0.5 or more${autoPauseSeconds === undefined ? '' : ' and remove autoPauseSeconds'}`;
  return [
    {
      code: 'auto-pause',
      path: [...database, 'capacity', 'min'],
      message: `Aurora MySQL "${engineVersion}" cannot pause`,
      hint: `${keep}, or set engineVersion to ${autoPauseSince} or newer`,
    },
  ];
}

function versionFindings({ engineVersion }: Part<'engineVersion'>): Finding[] {
  const path = [...database, 'engineVersion'];
  if (isOlder(engineVersion, dataApiSince)) {
    const oldest = offeredVersions.find((version) => !isOlder(version, dataApiSince)) ?? dataApiSince;
    return [
      {
        code: 'engine-version',
        path,
        message: `Aurora MySQL "${engineVersion}" has no RDS Data API`,
        hint: `Write ${oldest} or newer`,
      },
    ];
  }
  const standing = standingOf(engineVersion);
  if (standing === 'offered') return [];
  if (standing === 'unknown') {
    return [
      {
        code: 'unknown-engine-version',
        path,
        message: `archc does not know Aurora MySQL "${engineVersion}"`,
        hint: 'Check that it exists: "aws rds describe-db-engine-versions --engine aurora-mysql" lists all versions',
      },
    ];
  }
  return [
    {
      code: 'withdrawn-engine-version',
      path,
      message: `AWS no longer offers Aurora MySQL "${engineVersion}" for new clusters`,
      hint: `Write ${successorOf(engineVersion)} or newer`,
    },
  ];
}

/** The oldest version that AWS offers in its place: the smallest step from there. */
function successorOf(version: string): string {
  return offeredVersions.find((other) => !isOlder(other, version)) ?? dataApiSince;
}

/** In days: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.Overview.cost.html */
const retentions = [7, ...Array.from({ length: 23 }, (_, index) => 31 * (index + 1)), 731];

function insightsFindings({
  performanceInsightsRetentionDays: kept,
  databaseInsights,
}: Part<'performanceInsightsRetentionDays' | 'databaseInsights'>): Finding[] {
  const path = [...database, 'performanceInsightsRetentionDays'];
  const least = databaseInsights === 'advanced' ? 465 : 7;
  if (!retentions.includes(kept)) {
    const possible = retentions.filter((days) => days >= least);
    const nearest = [possible.findLast((days) => days < kept), possible.find((days) => days > kept)].filter(
      (days) => days !== undefined,
    );
    return [
      {
        code: 'insights-retention',
        path,
        message: `Performance Insights cannot keep data for ${kept} days`,
        ...offering(path, nearest),
      },
    ];
  }
  if (kept >= least) return [];
  return [
    {
      code: 'insights-retention',
      path: [...database, 'databaseInsights'],
      message: `The advanced mode needs at least ${least} days of performance data, not ${kept}`,
      hint: `Set performanceInsightsRetentionDays to ${least}, or databaseInsights to standard`,
    },
  ];
}

/** Only where the spec leaves it to the default: writing `deletionProtection` accepts the risk. */
function protectionFindings(
  { deletionProtection }: Part<'deletionProtection'>,
  { isGiven }: CheckContext,
): Finding[] {
  if (deletionProtection || isGiven([...database, 'deletionProtection'])) return [];
  return [
    {
      code: 'little-protection',
      path: database,
      at: 'key',
      message: 'Nothing protects the database cluster from being deleted by mistake',
      hint: 'For production, write "deletionProtection: true" under shared.database when the first deployment has succeeded; to accept this, write "deletionProtection: false"',
    },
  ];
}

function databaseIn(region: string) {
  const secretArn = `arn:aws:secretsmanager:${region}:123456789012:secret:db-AbCdEf`;
  return { host: 'db.example.com', secretArn };
}

/** Whether the backend is to have a database of its own in the cluster. */
export function wantsCluster(isGiven: CheckContext['isGiven']): boolean {
  return isGiven(['backend', 'database']) && !isGiven(['backend', 'database', 'existing']);
}

function clusterFindings(
  { cluster, region }: { readonly cluster: object | undefined; readonly region: string },
  { isGiven }: CheckContext,
): Finding[] {
  if (cluster || !isGiven(database) || !wantsCluster(isGiven)) return [];
  return [
    {
      code: 'no-cluster',
      path: ['backend', 'database'],
      at: 'key',
      message:
        '"database" is made in the cluster of the shared stack, and with "database: none" that has none',
      ...eitherOf('', [
        { path: ['backend', 'database'], value: undefined, words: 'Remove it' },
        {
          path: ['backend', 'database'],
          value: { existing: databaseIn(region) },
          words: 'write "existing" below it, with the address and the secret of a database that exists',
        },
        { path: database, value: undefined, words: 'remove shared.database for a cluster with the defaults' },
      ]),
      related: { path: database, message: '"database: none" is here' },
    },
  ];
}
