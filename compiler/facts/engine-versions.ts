import features from './engine-features.json' with { type: 'json' };
import versions from './engine-versions.json' with { type: 'json' };

/** Versions of Aurora MySQL that new clusters can have, the oldest first. */
export const offeredVersions: readonly string[] = versions.offered;

/** The oldest version that has the RDS Data API, and the oldest that can pause. */
export const { dataApiSince, autoPauseSince } = features;

/** `offered`: new clusters can have it. `withdrawn`: only clusters that have it already. */
export function standingOf(version: string): 'offered' | 'withdrawn' | 'unknown' {
  if (versions.offered.includes(version)) return 'offered';
  return versions.withdrawn.includes(version) ? 'withdrawn' : 'unknown';
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

/** The MySQL version that another one of the same number upgrades in place, and no other: `8.0`. */
export function majorOf(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}
