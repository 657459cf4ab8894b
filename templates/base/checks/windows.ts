import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { hintOf } from '../../../compiler/diagnostics/offer.ts';
import type { CheckContext } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Windows = Pick<
  NonNullable<NonNullable<ResolvedSpec['shared']>['database']>,
  'backupWindow' | 'maintenanceWindow'
>;

const minutesADay = 24 * 60;
const minutesAWeek = 7 * minutesADay;
const shortest = 30;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface Span {
  /** Minutes since Monday 00:00 UTC; of a backup, since any day's. */
  readonly start: number;
  readonly length: number;
}

const database: SpecPath = ['shared', 'database'];
const backupPath = [...database, 'backupWindow'];
const maintenancePath = [...database, 'maintenanceWindow'];

/** Windows of RDS: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.Maintenance.html */
export function windowFindings(
  { backupWindow, maintenanceWindow }: Windows,
  { written }: CheckContext,
): Finding[] {
  const backup = dailySpan(backupWindow);
  const maintenance = weeklySpan(maintenanceWindow);
  const findings = [
    ...lengthFindings('backupWindow', backup, showDaily),
    ...lengthFindings('maintenanceWindow', maintenance, showWeekly),
  ];
  if (findings.length > 0 || !overlap(backup, maintenance)) return findings;
  return [
    {
      code: 'window-overlap',
      path: written(maintenancePath, backupPath),
      message: `The maintenance window ${maintenanceWindow} overlaps the daily backup window ${backupWindow}`,
      hint: `Move or shorten one of the two, for example with ${example(backup, maintenance)}; times are UTC`,
      related: { path: backupPath, message: 'The backup window' },
    },
  ];
}

/**
 * A maintenance window right after the backup, as long as it was if a day has room for that; after a backup that has no
 * room for one, a backup window right after the maintenance.
 */
function example(backup: Span, { start, length }: Span): string {
  const free = minutesADay - backup.length;
  if (free < shortest) return `"backupWindow: ${showDaily({ start: start + length, length: shortest })}"`;
  const wait = (backup.start + backup.length - (start % minutesADay) + minutesADay) % minutesADay;
  const moved = { start: start + wait, length: length <= free ? length : shortest };
  return `"maintenanceWindow: ${showWeekly(moved)}"`;
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

function showDaily({ start, length }: Span): string {
  return `${timeOf(start)}-${timeOf(start + length)}`;
}

function showWeekly({ start, length }: Span): string {
  const show = (minutes: number) =>
    `${days[Math.floor(minutes / minutesADay) % days.length] ?? ''}:${timeOf(minutes)}`;
  return `${show(start)}-${show(start + length)}`;
}

function timeOf(minutes: number): string {
  const twoDigits = (number: number) => String(number).padStart(2, '0');
  return `${twoDigits(Math.floor(minutes / 60) % 24)}:${twoDigits(minutes % 60)}`;
}

/** Whether the backup of any day meets the maintenance. */
function overlap(backup: Span, maintenance: Span): boolean {
  return days.some((_, day) => meet({ ...backup, start: backup.start + day * minutesADay }, maintenance));
}

function meet(a: Span, b: Span): boolean {
  const gap = (b.start - a.start + minutesAWeek) % minutesAWeek;
  const back = (a.start - b.start + minutesAWeek) % minutesAWeek;
  return gap < a.length || back < b.length;
}

function lengthFindings(
  key: 'backupWindow' | 'maintenanceWindow',
  { start, length }: Span,
  show: (span: Span) => string,
): Finding[] {
  if (length >= shortest && length < minutesADay) return [];
  const path = ['shared', 'database', key];
  // The window itself may overlap the other one: those in the following hours are tried too.
  const values = Array.from({ length: 24 }, (_, hour) =>
    show({ start: start + hour * 60, length: shortest }),
  );
  const offering = (hint: string): Pick<Finding, 'hint' | 'offer'> => {
    const say = ([value]: readonly unknown[]) => `${hint}, such as ${String(value)}`;
    return hintOf({ path, kind: 'example', values, say });
  };
  if (length < shortest) {
    const message = `"${key}" lasts only ${length} minutes`;
    return [
      { code: 'window-too-short', path, message, ...offering('Write a window of at least 30 minutes') },
    ];
  }
  const message = `"${key}" lasts a day or longer`;
  return [{ code: 'window-too-short', path, message, ...offering('Write a window shorter than 24 hours') }];
}
