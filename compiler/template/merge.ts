import { InternalError } from '../internal-error.ts';
import type { Entry, MapNode, TemplateNode } from './node.ts';

/**
 * Adds a fragment to a template. Mappings are merged key by key; a value that is there already is a bug of the
 * module, unless the fragment says `!Override` (replace it) or `!Append` (add to the list).
 */
export function merge(template: MapNode, fragment: TemplateNode): MapNode {
  if (fragment.kind !== 'map') throw new InternalError('a fragment is a mapping');
  return mergeMaps(template, fragment, []);
}

function mergeMaps(base: MapNode, added: MapNode, path: readonly string[]): MapNode {
  const entries = new Map(base.entries.map((entry) => [entry.key, entry]));
  for (const entry of added.entries) {
    const here = [...path, entry.key];
    const existing = entries.get(entry.key);
    entries.set(entry.key, existing ? mergeEntry(existing, entry, here) : addedEntry(entry, here));
  }
  return { ...base, entries: [...entries.values()] };
}

function addedEntry(entry: Entry, path: readonly string[]): Entry {
  const { tag } = entry.value;
  if (tag === 'Override' || tag === 'Append') {
    throw new InternalError(`${by(entry)} says !${tag} at ${path.join('.')}, where there is nothing yet`);
  }
  return entry;
}

function mergeEntry(existing: Entry, entry: Entry, path: readonly string[]): Entry {
  const { value } = entry;
  const collision = `${by(entry)} and ${by(existing)} both write ${path.join('.')}`;
  if (value.tag === 'Override') {
    if (existing.overridden === true) throw new InternalError(collision);
    return { ...existing, ...entry, value: withoutTag(value), overridden: true };
  }
  if (value.tag === 'Append') {
    if (value.kind !== 'list' || existing.value.kind !== 'list') {
      throw new InternalError(`${by(entry)} says !Append at ${path.join('.')}, which is no list`);
    }
    return { ...existing, value: { ...existing.value, items: [...existing.value.items, ...value.items] } };
  }
  const mergeable = existing.value.kind === 'map' && value.kind === 'map';
  if (!mergeable || existing.value.tag !== undefined || value.tag !== undefined)
    throw new InternalError(collision);
  return { ...existing, value: mergeMaps(existing.value, value, path) };
}

function withoutTag(node: TemplateNode): TemplateNode {
  const { tag: _tag, ...plain } = node;
  return plain;
}

function by(entry: Entry): string {
  return `module ${entry.module ?? 'unknown'}`;
}
