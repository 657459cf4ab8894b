import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { usesCluster } from './database-variables.ts';
import { hardeningOf } from './measures.ts';

/** Whether the password of the backend's user is replaced regularly. */
export function rotatesUser(spec: ResolvedSpec): boolean {
  return usesCluster(spec) && hardeningOf(spec).rotation !== 'off';
}

/**
 * Whether RDS makes the password of the master user, and replaces it. AWS does not document that it can for a cluster
 * that CloudFormation restores.
 */
export function managesMaster(spec: ResolvedSpec): boolean {
  const { database } = spec.shared ?? {};
  return database !== undefined && !database.restoreFrom && hardeningOf(spec).rotation === 'all';
}
