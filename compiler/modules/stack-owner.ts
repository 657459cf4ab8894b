import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { SpecTree } from '../spec/model.ts';
import { valueAt } from '../spec/path.ts';

/** Whose stack it is: `todo`; `todo, environment dev`; `todo, preview pr-123 of environment dev`. */
export function ownerOf({
  data,
  environment,
  preview,
}: Pick<SpecTree, 'data' | 'environment' | 'preview'>): string {
  if (preview) return previewOwner(preview.id, environment?.of ?? preview.of, environment?.name);
  return environment ? `${environment.of}, environment ${environment.name}` : String(valueAt(data, ['name']));
}

/** The name of the environment; in a spec without environments, that of the API. */
export function environmentName({ spec, tree }: Named): string {
  return tree.environment?.name ?? spec.name;
}

interface Named {
  readonly spec: Pick<ResolvedSpec, 'name'>;
  readonly tree: Pick<SpecTree, 'environment'>;
}

/** Whose stack it is in words, of a preview. */
export function previewOwner(id: string, name: string, environment: string | undefined): string {
  return `${name}, preview ${id}${environment === undefined ? '' : ` of environment ${environment}`}`;
}

/** The preview that a stack is, of that spec or environment; `undefined` for any other stack. */
export function previewIn(
  description: string,
  name: string,
  environment: string | undefined,
): string | undefined {
  const owner = ownerIn(description) ?? '';
  const id = /, preview ([a-z0-9-]+)/.exec(owner)?.[1];
  return id !== undefined && owner === previewOwner(id, name, environment) ? id : undefined;
}

/** The description of a stack, `Shared stack: ...`, with the one whose it is: `Shared stack of todo: ...`. */
export function describeFor(owner: string, description: string): string {
  return description.replace(/ stack:/, ` stack of ${owner}:`);
}

/** Whose stack has that description; `undefined` when archc has not written it. */
export function ownerIn(description: string): string | undefined {
  return /^(?:Shared|Backend) stack of ([a-z][a-z0-9, -]*):/.exec(description)?.[1];
}
