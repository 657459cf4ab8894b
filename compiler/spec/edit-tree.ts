import type { SpecChild, SpecNode, SpecTree } from './model.ts';
import { isMapping, valueAt } from './path.ts';
import type { SpecPath } from './path.ts';

/** The spec with another value at a path, which has no place in the text; without the path when it is `undefined`. */
export function withValue(tree: SpecTree, path: SpecPath, value: unknown): SpecTree {
  const edited = putAt({ data: tree.data, node: tree.root }, path, value);
  return { ...tree, data: edited.data, root: edited.node };
}

interface Part {
  readonly data: unknown;
  readonly node: SpecNode;
}

function putAt({ data, node }: Part, path: SpecPath, value: unknown): Part {
  const [step, ...rest] = path;
  if (step !== undefined && rest.length === 0 && value === undefined) return removeFrom({ data, node }, step);
  if (step === undefined) return { data: withoutPrototype(value), node: nodeOf(value) };
  const child = node.children.get(step);
  const below = putAt({ data: valueAt(data, [step]), node: child?.node ?? nodeOf(null) }, rest, value);
  const children = new Map(node.children).set(step, { key: child?.key ?? nowhere, node: below.node });
  if (Array.isArray(data)) {
    const items: unknown[] = [...(data as unknown[])];
    items[Number(step)] = below.data;
    return { data: items, node: { ...node, children } };
  }
  const copy = Object.assign(Object.create(null), isMapping(data) ? data : {}) as Record<string, unknown>;
  copy[String(step)] = below.data;
  return { data: copy, node: { ...node, children } };
}

function removeFrom({ data, node }: Part, step: string | number): Part {
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

/** The spec with another name for a key of its own, which keeps its place and its value. */
export function withKey(tree: SpecTree, written: string, name: string): SpecTree {
  if (!isMapping(tree.data)) return tree;
  const rename = (key: string) => (key === written ? name : key);
  const data = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(tree.data)) data[rename(key)] = value;
  const children = new Map([...tree.root.children].map(([key, child]) => [rename(String(key)), child]));
  return { ...tree, data, root: { ...tree.root, children } };
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
