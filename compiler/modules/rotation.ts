import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { usesCluster } from './database-variables.ts';
import { hardeningOf } from './measures.ts';

/** Whether the password of the backend's user is replaced regularly. */
export function rotatesUser(spec: ResolvedSpec): boolean {
  return usesCluster(spec) && hardeningOf(spec).rotation !== 'off';
}

/** Whether RDS makes the password of the master user, and replaces it. */
export function managesMaster(spec: Pick<ResolvedSpec, 'options'>): boolean {
  return hardeningOf(spec).rotation === 'all';
}
