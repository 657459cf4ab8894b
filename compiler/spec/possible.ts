import { isMapping } from './path.ts';
import { branchesOf, childSchema, dereference } from './schema.ts';
import type { Schema } from './schema.ts';

/** The schemas that can hold at one place of a spec. */
export interface Possible {
  /** More than one while the choice between them, such as the runtime, is wrong or missing. */
  readonly own: readonly Schema[];
  /** Those of the choices that the spec does not make. */
  readonly foreign: readonly Schema[];
}

/** What can hold for a value, after its own choice where the schema has one. */
export function chosenFor(root: Schema, { own, foreign }: Possible, value: unknown): Possible {
  const split = own.map((schema) => {
    const branches = branchesOf(root, schema);
    if (!branches) return { own: [dereference(root, schema)], foreign: [] };
    const choice = isMapping(value) ? value[branches.property] : undefined;
    const all = [...branches.schemas.values()];
    const chosen = typeof choice === 'string' ? branches.schemas.get(choice) : undefined;
    return chosen
      ? { own: [chosen], foreign: all.filter((each) => each !== chosen) }
      : { own: all, foreign: [] };
  });
  return {
    own: split.flatMap((each) => each.own),
    foreign: [...foreign, ...split.flatMap((each) => each.foreign)],
  };
}

/** What can hold for the value under a key or index. */
export function possibleBelow(root: Schema, { own, foreign }: Possible, step: string | number): Possible {
  const below = (schemas: readonly Schema[]) =>
    schemas.flatMap((schema) => childSchema(dereference(root, schema), step) ?? []);
  return { own: below(own), foreign: below(foreign) };
}

/** The settings that a mapping can have, with one of the schemas of each; none where its keys are free. */
export function settingsOf(root: Schema, schemas: readonly Schema[]): ReadonlyMap<string, Schema> {
  const entries = schemas.flatMap(({ properties = {} }) => Object.entries(properties));
  return new Map(entries.map(([key, schema]) => [key, dereference(root, schema)]));
}
