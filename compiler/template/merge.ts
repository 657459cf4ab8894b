import { InternalError } from '../internal-error.ts';
import type { Entry, ListNode, MapNode, TemplateNode } from './node.ts';
import { remembering } from './remembering.ts';

/**
 * Adds a fragment to a template. Mappings are merged key by key. A second value for the same place is a bug in the
 * module, unless the fragment says `!Override` (replace it) or `!Append` (add to the list).
 */
export function merge(template: MapNode, fragment: TemplateNode, module: string): MapNode {
  if (fragment.kind !== 'map') throw new InternalError('a fragment is a mapping');
  return mergeMaps(template, fragment, [], { theirs: 'none', ours: module });
}

/** The module that wrote the existing part, and the module that adds to it. */
interface Writers {
  readonly theirs: string;
  readonly ours: string;
}

function mergeMaps(into: MapNode, from: MapNode, path: readonly string[], writers: Writers): MapNode {
  const base = opened(into);
  const added = opened(from);
  const entries = [...base.entries];
  const placeOf = placesIn(entries, added.entries.length);
  for (const entry of added.entries) {
    const here = [...path, entry.key];
    const place = placeOf(entry.key);
    const existing = entries[place];
    if (existing) entries[place] = mergeEntry(existing, entry, here, writers);
    else entries.push(addEntry(entry, here, writers));
  }
  return { ...base, entries };
}

/** For few keys, to search takes less time than to make an index. */
function placesIn(entries: readonly Entry[], keys: number): (key: string) => number {
  if (keys < 10) return (key) => entries.findIndex((entry) => entry.key === key);
  const places = new Map(entries.map(({ key }, index) => [key, index]));
  return (key) => places.get(key) ?? -1;
}

/** What is merged is another object for each spec, but what it holds is not. */
function opened(node: MapNode): MapNode {
  return node.constant ? openedOnce(node) : node;
}

const openedOnce = remembering<MapNode, MapNode>(({ constant: _, ...node }) => ({
  ...node,
  entries: node.entries.map((entry) => ({ ...entry, value: marked(entry.value) })),
}));

function marked(node: TemplateNode): TemplateNode {
  return node.kind === 'scalar' ? node : { ...node, constant: true };
}

function addEntry(entry: Entry, path: readonly string[], { ours }: Writers): Entry {
  const { tag } = entry.value;
  if (tag === 'Override' || tag === 'Append') {
    throw new InternalError(`module ${ours} says !${tag} at ${path.join('.')}, where there is nothing yet`);
  }
  return { ...entry, module: ours };
}

function mergeEntry(
  existing: Entry,
  entry: Entry,
  path: readonly string[],
  { theirs, ours }: Writers,
): Entry {
  const { value } = entry;
  // What functions share comes with each of them.
  if (path[0] === 'Mappings' && isSameText(existing.value, value)) return existing;
  const owner = existing.module ?? theirs;
  const collision = `modules ${owner} and ${ours} both write ${path.join('.')}`;
  if (value.tag === 'Override') {
    if (existing.overridden === true) throw new InternalError(collision);
    return { ...existing, ...entry, value: withoutTag(value), module: ours, overridden: true };
  }
  if (value.tag === 'Append') {
    if (value.kind !== 'list' || existing.value.kind !== 'list') {
      throw new InternalError(`module ${ours} says !Append at ${path.join('.')}, which is no list`);
    }
    return {
      ...existing,
      value: append(existing.value, value),
    };
  }
  const mergeable = existing.value.kind === 'map' && value.kind === 'map';
  if (!mergeable || existing.value.tag !== undefined || value.tag !== undefined)
    throw new InternalError(collision);
  const merged = { ...existing, value: mergeMaps(existing.value, value, path, { theirs: owner, ours }) };
  return value.entries.length === 0 ? withComment(merged, entry.comment) : merged;
}

function isSameText(one: TemplateNode, other: TemplateNode): boolean {
  return (
    one.kind === 'scalar' && other.kind === 'scalar' && !one.tag && !other.tag && one.value === other.value
  );
}

/** A fragment that has an empty mapping under a comment only adds to what is said of it. */
function withComment(entry: Entry, added: Entry['comment'] = []): Entry {
  const comment = [...added, ...(entry.comment ?? [])];
  return comment.length === 0 ? entry : { ...entry, comment };
}

function append({ constant: _, ...list }: ListNode, { items }: ListNode): ListNode {
  return { ...list, items: [...list.items, ...items] };
}

function withoutTag(node: TemplateNode): TemplateNode {
  const { tag: _tag, ...plain } = node;
  return plain;
}
