import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';

type Names = Pick<ResolvedSpec, 'name' | 'sharedStack' | 'stackNames'>;

/** The stack whose exports the backend imports. */
export function sharedStackName({ name, sharedStack, stackNames }: Names): string {
  return sharedStack ?? stackNames.shared ?? `${name}-shared`;
}

export function backendStackName({ name, stackNames }: Names): string {
  return stackNames.backend ?? `${name}-backend`;
}
