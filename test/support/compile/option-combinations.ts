import type { Toolkit } from '../../../compiler/modules/module.ts';

/** Options that a spec chooses together, each with the settings of its schema's first example. */
export interface Combination {
  readonly names: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** All options together, each alone, and every two of them. A new option is in it by its line in the registry. */
export function combinationsOf(toolkit: Toolkit): {
  readonly all: Combination;
  readonly alone: readonly Combination[];
  readonly pairs: readonly Combination[];
} {
  const names = toolkit.options.map(({ name }) => name);
  const combine = (...chosen: readonly string[]): Combination => ({
    names: chosen,
    options: Object.fromEntries(chosen.map((name) => [name, exampleOf(name, toolkit)])),
  });
  return {
    all: combine(...names),
    alone: names.map((name) => combine(name)),
    pairs: names.flatMap((one, index) => names.slice(index + 1).map((other) => combine(one, other))),
  };
}

/** Settings with which the option does something. */
export function exampleOf(name: string, { schema }: Toolkit): unknown {
  const example = schema.properties?.['options']?.properties?.[name]?.examples?.[0];
  if (example === undefined) throw new Error(`The schema of the option ${name} has no example`);
  return example;
}
