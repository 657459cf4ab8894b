import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check, CheckContext, RuntimeContext } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { dataApiSince, autoPauseSince, isKnownVersion, isOlder } from './engine-versions.ts';

type Database = NonNullable<ResolvedSpec['shared']>['database'];
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
  check(
    {
      deletionProtection: 'shared.database.deletionProtection',
      backupRetentionDays: 'shared.database.backupRetentionDays',
    },
    protectionFindings,
  ),
  check({ access: 'shared.database.access', runtime: 'backend.service.runtime' }, accessFindings),
  check({ region: 'region' }, dataApiFindings),
];

/** What the cluster may scale between, in Aurora capacity units. */
function capacityFindings({ capacity: { min, max } }: Part<'capacity'>): Finding[] {
  const uneven = (['min', 'max'] as const).flatMap((key): Finding[] => {
    const value = key === 'min' ? min : max;
    if (Number.isInteger(value * 2)) return [];
    const [below, above] = [Math.floor(value * 2) / 2, Math.ceil(value * 2) / 2];
    return [
      {
        code: 'capacity-range',
        path: [...database, 'capacity', key],
        message: `Capacity ${value} is not a multiple of 0.5`,
        hint: `Write ${below} or ${above}`,
      },
    ];
  });
  if (min <= max) return uneven;
  return [
    ...uneven,
    {
      code: 'capacity-range',
      path: [...database, 'capacity', 'min'],
      message: `Minimum capacity ${min} is above the maximum ${max}`,
      hint: `Set min to ${max} or less`,
    },
  ];
}

function autoPauseFindings({
  capacity: { min, autoPauseSeconds },
  engineVersion,
}: Part<'capacity' | 'engineVersion'>): Finding[] {
  if (min !== 0 && autoPauseSeconds !== undefined) {
    return [
      {
        code: 'auto-pause',
        path: [...database, 'capacity', 'autoPauseSeconds'],
        at: 'key',
        message: `A cluster with a minimum capacity of ${min} never pauses`,
        hint: 'Set min to 0, or remove autoPauseSeconds',
      },
    ];
  }
  if (min !== 0 || !isOlder(engineVersion, autoPauseSince)) return [];
  return [
    {
      code: 'auto-pause',
      path: [...database, 'capacity', 'min'],
      message: `Aurora MySQL "${engineVersion}" cannot pause`,
      hint: `Set min to 0.5 or more, or engineVersion to ${autoPauseSince} or newer`,
    },
  ];
}

function versionFindings({ engineVersion }: Part<'engineVersion'>): Finding[] {
  const path = [...database, 'engineVersion'];
  if (isOlder(engineVersion, dataApiSince)) {
    return [
      {
        code: 'engine-version',
        path,
        message: `Aurora MySQL "${engineVersion}" has no RDS Data API`,
        hint: `Write ${dataApiSince} or newer`,
      },
    ];
  }
  if (isKnownVersion(engineVersion)) return [];
  return [
    {
      code: 'unknown-engine-version',
      path,
      message: `archc does not know Aurora MySQL "${engineVersion}"`,
      hint: 'Check it with "aws rds describe-db-engine-versions --engine aurora-mysql"',
    },
  ];
}

const minutesADay = 24 * 60;
const minutesAWeek = 7 * minutesADay;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface Span {
  /** Minutes since Monday 00:00 UTC. */
  readonly start: number;
  readonly length: number;
}

/** Windows of RDS: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.Maintenance.html */
function windowFindings({
  backupWindow,
  maintenanceWindow,
}: Part<'backupWindow' | 'maintenanceWindow'>): Finding[] {
  const backup = dailySpan(backupWindow);
  const maintenance = weeklySpan(maintenanceWindow);
  const findings = [
    ...lengthFindings(backup, backupWindow, 'backupWindow'),
    ...lengthFindings(maintenance, maintenanceWindow, 'maintenanceWindow'),
  ];
  if (findings.length > 0) return findings;
  const meets = days.some((_, day) =>
    meet({ ...backup, start: backup.start + day * minutesADay }, maintenance),
  );
  if (!meets) return [];
  return [
    {
      code: 'window-overlap',
      path: [...database, 'maintenanceWindow'],
      message: `The maintenance window ${maintenanceWindow} overlaps the daily backup window ${backupWindow}`,
      hint: 'Move one of the two; times are UTC',
      related: { path: [...database, 'backupWindow'], message: 'The backup window' },
    },
  ];
}

function dailySpan(window: string): Span {
  const [start = 0, end = 0] = window.split('-').map(minutesOf);
  return { start, length: (end - start + minutesADay) % minutesADay };
}

function weeklySpan(window: string): Span {
  const [start = 0, end = 0] = window
    .split('-')
    .map((half) => days.indexOf(half.slice(0, 3)) * minutesADay + minutesOf(half.slice(4)));
  return { start, length: (end - start + minutesAWeek) % minutesAWeek };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function meet(a: Span, b: Span): boolean {
  const gap = (b.start - a.start + minutesAWeek) % minutesAWeek;
  const back = (a.start - b.start + minutesAWeek) % minutesAWeek;
  return gap < a.length || back < b.length;
}

function lengthFindings(
  { length }: Span,
  window: string,
  key: 'backupWindow' | 'maintenanceWindow',
): Finding[] {
  const path = [...database, key];
  if (length < 30) {
    const message = `The window ${window} lasts ${length} minutes`;
    return [{ code: 'window-too-short', path, message, hint: 'Make it at least 30 minutes' }];
  }
  if (length < minutesADay) return [];
  const message = `The window ${window} lasts a day or longer`;
  return [{ code: 'window-too-short', path, message, hint: 'Make it shorter than 24 hours' }];
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.Overview.cost.html */
function insightsFindings({
  performanceInsightsRetentionDays: kept,
  databaseInsights,
}: Part<'performanceInsightsRetentionDays' | 'databaseInsights'>): Finding[] {
  const path = [...database, 'performanceInsightsRetentionDays'];
  if (kept !== 7 && kept !== 731 && kept % 31 !== 0) {
    const lower = Math.max(31, Math.floor(kept / 31) * 31);
    const upper = Math.min(lower + 31, 713);
    return [
      {
        code: 'insights-retention',
        path,
        message: `Performance data cannot be kept for ${kept} days`,
        hint: kept < 31 ? 'Write 7 or 31' : kept > 713 ? 'Write 713 or 731' : `Write ${lower} or ${upper}`,
      },
    ];
  }
  if (databaseInsights === 'standard' || kept >= 465) return [];
  return [
    {
      code: 'insights-retention',
      path: [...database, 'databaseInsights'],
      message: `The advanced mode keeps performance data for at least 465 days, not ${kept}`,
      hint: 'Set performanceInsightsRetentionDays to 465, or databaseInsights to standard',
    },
  ];
}

/** Only where the spec leaves it to the default: writing `deletionProtection` says that the risk is known. */
function protectionFindings(
  { deletionProtection, backupRetentionDays }: Part<'deletionProtection' | 'backupRetentionDays'>,
  { isGiven }: CheckContext,
): Finding[] {
  if (deletionProtection || backupRetentionDays > 1 || isGiven([...database, 'deletionProtection']))
    return [];
  return [
    {
      code: 'little-protection',
      path: database,
      at: 'key',
      message: 'The database can be deleted, and only one day of backups is kept',
      hint: 'Set deletionProtection to true or backupRetentionDays to more; "deletionProtection: false" says that you know',
    },
  ];
}

function accessFindings({ access }: Part<'access'>, { runtime, isGiven }: RuntimeContext): Finding[] {
  const path = [...database, 'access'];
  if (access === 'vpc' && runtime.databaseAccess === 'public') {
    return [
      {
        code: 'unreachable-database',
        path,
        message: `The runtime ${runtime.name} connects from outside the VPC and would not reach this database`,
        hint: 'Write "access: public"',
      },
    ];
  }
  if (access === 'public' && runtime.databaseAccess === 'vpc') {
    return [
      {
        code: 'needlessly-open-database',
        path,
        message: `The runtime ${runtime.name} reaches the database inside the VPC, and "public" opens it to the internet`,
        hint: 'Remove "access: public", once nothing outside the VPC connects any more',
      },
    ];
  }
  if (access === 'vpc' || isGiven(path)) return [];
  return [
    {
      code: 'open-database',
      path: database,
      at: 'key',
      message: `The database can be reached from the internet, as the runtime ${runtime.name} needs it: ${runtime.reasons['shared.database.access']}`,
      hint: '"access: public" says that you know; TLS and a password are required',
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API.html (as of 2026-11) */
const withoutDataApi: readonly string[] = ['ap-south-2', 'ap-southeast-4', 'ap-southeast-6'];

function dataApiFindings({ region }: Pick<ResolvedSpec, 'region'>): Finding[] {
  if (!withoutDataApi.includes(region)) return [];
  return [
    {
      code: 'data-api-region',
      path: ['region'],
      message: `AWS lists no RDS Data API in ${region}, through which the backend's database is made`,
      hint: "See whether AWS's list of regions has it by now, before you deploy",
    },
  ];
}
