import { isMapping, valueAt } from '../../../compiler/spec/path.ts';
import { schemaAt } from '../../../compiler/spec/schema.ts';
import type { Schema } from '../../../compiler/spec/schema.ts';

/** A spec as plain data. */
export type SpecData = Readonly<Record<string, unknown>>;

/** A spec while it is repaired. Settings are named by their path: `shared.database.capacity`. */
export interface Draft {
  /** What the spec says there; `undefined` when it says nothing. */
  given(path: string): unknown;
  /** What holds there: what the spec says, or else the schema's default. */
  number(path: string): number;
  /** Empty when nothing holds. */
  text(path: string): string;
  texts(path: string): readonly string[];
  /** A mapping whose keys the user chooses; empty when the spec has none. */
  entries(path: string): readonly (readonly [string, string])[];
  set(path: string, value: unknown): void;
  remove(path: string): void;
}

/** Changes the data in place. */
export function draftOf(data: Record<string, unknown>, root: Schema): Draft {
  const given = (path: string) => valueAt(data, path.split('.'));
  const holds = (path: string) => given(path) ?? schemaAt(root, path.split('.'), data).default;
  const parentOf = (steps: readonly string[]) =>
    steps.slice(0, -1).reduce<Record<string, unknown>>((here, step) => {
      if (!isMapping(here[step])) here[step] = {};
      return here[step] as Record<string, unknown>;
    }, data);
  return {
    given,
    number: (path) => Number(holds(path)),
    text: (path) => {
      const value = holds(path);
      return typeof value === 'string' ? value : '';
    },
    texts: (path) => (holds(path) ?? []) as readonly string[],
    entries: (path) => Object.entries((given(path) ?? {}) as Record<string, string>),
    set: (path, value) => {
      const steps = path.split('.');
      parentOf(steps)[steps.at(-1) ?? ''] = value;
    },
    remove: (path) => {
      const steps = path.split('.');
      const parent = valueAt(data, steps.slice(0, -1));
      if (isMapping(parent)) Reflect.deleteProperty(parent, steps.at(-1) ?? '');
    },
  };
}

/** The items in their order, without those that are equal by that key to an earlier one. */
export function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].reverse();
}
