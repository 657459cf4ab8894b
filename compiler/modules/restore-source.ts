/** Whether it is the resource id that RDS gave a cluster, and not its name, which has no capital letters. */
export function isResourceId(cluster: string): boolean {
  return /^cluster-[A-Z0-9]{20,}$/.test(cluster);
}

/** The properties of a cluster that say which backup it is made from. Their change replaces it. */
export const restoreProperties: readonly string[] = [
  'RestoreToTime',
  'SnapshotIdentifier',
  'SourceDBClusterIdentifier',
  'SourceDbClusterResourceId',
  'UseLatestRestorableTime',
];

/** The master user of every cluster that archc makes. */
export const masterUser = 'root';
