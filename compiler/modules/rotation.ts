import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { usesCluster } from './database-variables.ts';

/** Whether the password of the backend's user is replaced regularly. */
export function rotatesUser(spec: ResolvedSpec): boolean {
  return usesCluster(spec) && rotationOf(spec) !== 'off';
}

/** Whether RDS makes the password of the master user, and replaces it. */
export function rotatesMaster(spec: ResolvedSpec): boolean {
  return spec.shared?.database !== undefined && rotationOf(spec) === 'all';
}

function rotationOf({ options }: ResolvedSpec): 'all' | 'userSecret' | 'off' {
  return options.hardening?.rotation ?? 'off';
}
