import type { SpecChild, SpecNode, SpecPart, SpecTree } from './model.ts';
import { isMapping, valueAt } from './path.ts';
import type { SpecPath } from './path.ts';

/**
 * The spec with another value at a path; without the path when it is `undefined`. The value has no place in the text, or
 * the one of the part in whose place it stands.
 */
export function withValue(tree: SpecTree, path: SpecPath, value: unknown, place?: SpecChild): SpecTree {
  const edited = putAt({ data: tree.data, node: tree.root }, path, value, place);
  return { ...tree, data: edited.data, root: edited.node };
}

function putAt({ data, node }: SpecPart, path: SpecPath, value: unknown, place?: SpecChild): SpecPart {
  const [step, ...rest] = path;
  if (step !== undefined && rest.length === 0 && value === undefined) return removeFrom({ data, node }, step);
  if (step === undefined)
    return { data: withoutPrototype(value), node: place ? leafOf(place) : nodeOf(value) };
  const child = node.children.get(step);
  const former = { data: valueAt(data, [step]), node: child?.node ?? nodeOf(null) };
  const below = putAt(former, rest, value, place);
  const own = rest.length === 0 ? place?.key : undefined;
  const children = new Map(node.children).set(step, { key: own ?? child?.key ?? nowhere, node: below.node });
  if (Array.isArray(data)) {
    const items: unknown[] = [...(data as unknown[])];
    items[Number(step)] = below.data;
    return { data: items, node: { ...node, children } };
  }
  const copy = Object.assign(Object.create(null), isMapping(data) ? data : {}) as Record<string, unknown>;
  copy[String(step)] = below.data;
  return { data: copy, node: { ...node, children } };
}

function removeFrom({ data, node }: SpecPart, step: string | number): SpecPart {
  const children = new Map(node.children);
  children.delete(step);
  if (!isMapping(data)) return { data, node };
  const copy = Object.assign(Object.create(null), data) as Record<string, unknown>;
  Reflect.deleteProperty(copy, step);
  return { data: copy, node: { ...node, children } };
}

/** The spec with another name for a key; the same spec when the mapping has that name already. */
export function withName(tree: SpecTree, path: SpecPath, name: string): SpecTree {
  const parent = path.slice(0, -1);
  const written = String(path.at(-1));
  const mapping = valueAt(tree.data, parent);
  if (!isMapping(mapping) || Object.hasOwn(mapping, name)) return tree;
  const entries = Object.entries(mapping).map(([key, value]): [string, unknown] => [
    key === written ? name : key,
    value,
  ]);
  return withValue(tree, parent, Object.fromEntries(entries));
}

/** It has the place, and none of the parts, of another. */
function leafOf({ node: { range } }: SpecChild): SpecNode {
  return { range, children: new Map() };
}

const nowhere = { start: 0, end: 0 };

function nodeOf(value: unknown): SpecNode {
  const children = new Map<string | number, SpecChild>();
  if (Array.isArray(value))
    value.forEach((item, index) => children.set(index, { key: nowhere, node: nodeOf(item) }));
  else if (isMapping(value))
    for (const [key, item] of Object.entries(value)) children.set(key, { key: nowhere, node: nodeOf(item) });
  return { range: nowhere, children };
}

/** As in a parsed spec. */
function withoutPrototype(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototype);
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    withoutPrototype(item),
  ]);
  return Object.assign(Object.create(null), Object.fromEntries(entries)) as unknown;
}
