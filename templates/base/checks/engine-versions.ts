/**
 * Aurora MySQL versions that can be created (as of 2026-08):
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/AuroraMySQL.release-calendars.html
 */
const known = [
  '3.08.0',
  '3.08.1',
  '3.08.2',
  '3.09.0',
  '3.10.0',
  '3.10.1',
  '3.10.2',
  '3.10.3',
  '3.10.4',
  '3.10.5',
  '3.11.1',
  '3.12.0',
];

export const oldestKnown = '8.0.mysql_aurora.3.08.0';

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.html */
export const dataApiSince = '8.0.mysql_aurora.3.07.0';
/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html */
export const autoPauseSince = '8.0.mysql_aurora.3.08.0';

export function isKnownVersion(version: string): boolean {
  return known.includes(version.replace(/^8\.0\.mysql_aurora\./, ''));
}

/** Compares the numbers of two versions, from left to right. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(than)];
  const index = a.findIndex((number, at) => number !== b[at]);
  return index !== -1 && (a[index] ?? 0) < (b[index] ?? 0);
}

function numbersOf(version: string): number[] {
  return version.replace('mysql_aurora.', '').split('.').map(Number);
}
