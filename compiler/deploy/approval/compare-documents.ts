import { fieldsOf } from './approval.ts';
import type { Json, Moved } from './approval.ts';
import { wordPart } from './words.ts';

type Path = readonly string[];

/**
 * What differs between the content of an approved plan and what would be planned now. Whatever archc wrote into the plan
 * counts, except names for people: the file of the spec, places in it, areas, which follow from the types, and the commit, whose
 * content is compared by its trees.
 */
export function compareDocuments(approved: Json, now: Json): readonly Moved[] {
  return walk(byName(approved, []), byName(now, []), []);
}

function walk(approved: Json | undefined, now: Json | undefined, path: Path): readonly Moved[] {
  if (isForPeople(path) || canonical(approved) === canonical(now)) return [];
  const [before, after] = [fieldsOf(approved), fieldsOf(now)];
  if (!before || !after || isValue(path)) return [{ what: wordPart(path), approved, now }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => walk(before[key], after[key], [...path, key]));
}

/** Its value is of a property, whatever form it has. */
function isValue(path: Path): boolean {
  return /^(before|after)$/.test(path.at(-1) ?? '');
}

function isForPeople(path: Path): boolean {
  const dotted = path.join('.');
  if (dotted === 'spec.file' || dotted === 'image.source.commit') return true;
  const isChange = path[0] === 'stacks' && (path[2] === 'changes' || path[2] === 'outputs');
  return isChange && (path.at(-1) === 'spec' || (path.at(-1) === 'area' && path.length === 5));
}

/** How the items of a list are named that AWS or archc gives in no order. */
const names: Readonly<Record<string, readonly string[]>> = {
  stacks: ['stack'],
  changes: ['logicalId'],
  properties: ['path'],
  causes: ['property', 'target'],
  outputs: ['path'],
};

/** With fields in place of those lists, so that an order does not count, and a difference has a name. */
function byName(json: Json, path: Path): Json {
  if (isValue(path)) return json;
  const list = path.at(-1) ?? '';
  if (Array.isArray(json)) {
    const items = json as readonly Json[];
    if (list === 'notes') return Object.fromEntries(items.map((note) => [wordOf(note), true]));
    const keys = names[list];
    return keys ? Object.fromEntries(items.map((item) => nameItem(item, keys, path))) : items;
  }
  const fields = fieldsOf(json);
  if (!fields) return json;
  const entries = Object.entries(fields);
  return Object.fromEntries(entries.map(([key, value]) => [key, value && byName(value, [...path, key])]));
}

function nameItem(item: Json, keys: readonly string[], path: Path): readonly [string, Json] {
  const fields = fieldsOf(item);
  const name = keys.map((key) => wordOf(fields?.[key])).join(' ');
  return [name, byName(item, [...path, name])];
}

function wordOf(json: Json | undefined): string {
  return typeof json === 'string' ? json : String(canonical(json));
}

/** The same text for the same values, whatever the order of their keys. */
export function canonical(json: Json | undefined): string | undefined {
  if (Array.isArray(json)) return `[${(json as readonly Json[]).map(canonical).join()}]`;
  const fields = fieldsOf(json);
  if (!fields) return json === undefined ? undefined : JSON.stringify(json);
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return `{${entries
    .map(([key, value]) => `${JSON.stringify(key)}:${String(canonical(value))}`)
    .sort()
    .join()}}`;
}
