import type { SpecTree } from '../spec/model.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Schema } from '../spec/schema.ts';

/** What the schema refuses, with everything that its words need. */
export interface Mistake {
  /** The path of the wrong value, or of the mapping that has the wrong key. */
  readonly path: SpecPath;
  readonly value: unknown;
  /** The part of the schema that holds at the path. */
  readonly rule: Schema;
  readonly root: Schema;
  readonly tree: SpecTree;
}

/** The property; an item of a list goes by the list's name. */
export function nameOf(path: SpecPath): string {
  const property = path.findLast((step) => typeof step === 'string');
  if (property === undefined) return 'The spec';
  return property === path.at(-1) ? `"${property}"` : `item of "${property}"`;
}

/** As the user wrote it: 1.10 is no longer 1.10 once it is a number. */
export function sourceText(tree: SpecTree, path: SpecPath): string {
  let node = tree.root;
  for (const step of path) node = node.children.get(step)?.node ?? node;
  return tree.text.slice(node.range.start, node.range.end);
}

export function countItems(value: unknown): string {
  const length = Array.isArray(value) ? value.length : 0;
  return length === 0 ? 'no items' : length === 1 ? 'one item' : `${length} items`;
}

/** How many items a list may have. */
export function howManyItems({ minItems, maxItems }: Schema): string {
  if (minItems === maxItems) return `exactly ${String(minItems)} items`;
  if (minItems === undefined) return `at most ${String(maxItems)} items`;
  return maxItems === undefined ? `at least ${minItems} items` : `${minItems} to ${maxItems} items`;
}
