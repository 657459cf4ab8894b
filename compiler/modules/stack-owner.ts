import type { SpecTree } from '../spec/model.ts';
import { valueAt } from '../spec/path.ts';

/** Whose stack it is: `todo`, or `todo, environment dev`. */
export function ownerOf({ data, environment }: Pick<SpecTree, 'data' | 'environment'>): string {
  return environment ? `${environment.of}, environment ${environment.name}` : String(valueAt(data, ['name']));
}

/** The description of a stack, `Shared stack: ...`, with the one whose it is: `Shared stack of todo: ...`. */
export function describeFor(owner: string, description: string): string {
  return description.replace(/ stack:/, ` stack of ${owner}:`);
}

/** Whose stack has that description; `undefined` when archc has not written it. */
export function ownerIn(description: string): string | undefined {
  return /^(?:Shared|Backend) stack of ([a-z][a-z0-9, -]*):/.exec(description)?.[1];
}
