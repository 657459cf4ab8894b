import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';

type Windows = Pick<NonNullable<ResolvedSpec['shared']>['database'], 'backupWindow' | 'maintenanceWindow'>;

const minutesADay = 24 * 60;
const minutesAWeek = 7 * minutesADay;
const shortest = 30;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface Span {
  /** Minutes since Monday 00:00 UTC; of a backup, since any day's. */
  readonly start: number;
  readonly length: number;
}

/** Windows of RDS: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.Maintenance.html */
export function windowFindings({ backupWindow, maintenanceWindow }: Windows): Finding[] {
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
      path: ['shared', 'database', 'maintenanceWindow'],
      message: `The maintenance window ${maintenanceWindow} overlaps the daily backup window ${backupWindow}`,
      hint: `Move or shorten one of the two${example(backup, maintenance)}; times are UTC`,
      related: { path: ['shared', 'database', 'backupWindow'], message: 'The backup window' },
    },
  ];
}

/** A maintenance window right after the backup, as long as it was if a day has room for that. */
function example(backup: Span, { start, length }: Span): string {
  const free = minutesADay - backup.length;
  if (free < shortest) return '';
  const wait = (backup.start + backup.length - (start % minutesADay) + minutesADay) % minutesADay;
  const moved = { start: start + wait, length: length <= free ? length : shortest };
  return `, for example with "maintenanceWindow: ${showWeekly(moved)}"`;
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
  const path = ['shared', 'database', key];
  const such = `such as ${show({ start, length: shortest })}`;
  if (length < shortest) {
    const message = `"${key}" lasts only ${length} minutes`;
    return [
      { code: 'window-too-short', path, message, hint: `Write a window of at least 30 minutes, ${such}` },
    ];
  }
  if (length < minutesADay) return [];
  const message = `"${key}" lasts a day or longer`;
  return [{ code: 'window-too-short', path, message, hint: `Write a window shorter than 24 hours, ${such}` }];
}
