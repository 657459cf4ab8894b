import { isMapping } from './path.ts';
import { branchFor, dereference } from './schema.ts';
import type { Schema } from './schema.ts';

/** Compares texts by their UTF-16 code units, which no locale changes. */
export function byCodeUnit(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * Sorts the mappings whose keys the spec chooses, such as variables: their order means nothing, and it must not change
 * a template.
 */
export function sortKeys(root: Schema, schema: Schema, value: unknown): unknown {
  if (!isMapping(value)) return value;
  const { properties } = branchFor(root, schema, value);
  const keys = properties ? Object.keys(value) : Object.keys(value).sort();
  const sorted = Object.create(null) as Record<string, unknown>;
  for (const key of keys) {
    const child = properties?.[key];
    sorted[key] = child ? sortKeys(root, dereference(root, child), value[key]) : value[key];
  }
  return sorted;
}
