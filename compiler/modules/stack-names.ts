import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { StackKind } from '../template/template.ts';

/** The settings that name a spec's stacks. */
export interface StackNaming extends Pick<ResolvedSpec, 'name' | 'stackNames'> {
  readonly sharedStack?: string | undefined;
}

/** The name of the stack whose exports the backend imports: the spec's own shared stack, or another spec's. */
export function sharedStackName({ name, sharedStack, stackNames }: StackNaming): string {
  return sharedStack ?? stackNames.shared ?? `${name}-shared`;
}

export function backendStackName({ name, stackNames }: StackNaming): string {
  return stackNames.backend ?? `${name}-backend`;
}

export function stackName(kind: StackKind, names: StackNaming): string {
  return kind === 'shared' ? sharedStackName(names) : backendStackName(names);
}
