import { InternalError } from '../internal-error.ts';
import type { Derived } from '../spec/derived.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Entry, ListNode, MapNode, TemplateNode } from './node.ts';

/**
 * Finds the value that a fragment names by a dotted path, such as `backend.service.port`. A path without a value is a
 * bug.
 */
export type LookUp = (dotted: string) => Derived;

/**
 * Puts the spec's values in place of archc's tags. Each bound value keeps the path of the spec that it comes from. A
 * property whose value is `null` is left out, and so is one whose list would have items only from lists that are empty.
 * Parts without a tag stay the same objects, and so does a resource that was bound to the same values before.
 */
export function bind(fragment: TemplateNode, lookUp: LookUp): TemplateNode {
  if (fragment.kind !== 'map' || fragment.constant) return fragment;
  const sections = mapSame(fragment.entries, (section, bound: Entry[]) => {
    const { value } = section;
    const own = value.kind === 'map' && value.tag === undefined && !value.constant ? value : undefined;
    add(section, own ? bindSection(own, lookUp) : bindAnew(value, lookUp), bound);
  });
  return sections === fragment.entries ? fragment : { ...fragment, entries: sections };
}

function bindSection(section: MapNode, lookUp: LookUp): MapNode {
  const entries = mapSame(section.entries, (entry, bound: Entry[]) => {
    add(entry, bindOnce(entry.value, lookUp), bound);
  });
  return { ...section, entries };
}

function add(entry: Entry, value: TemplateNode | undefined, bound: Entry[]): void {
  if (value && !isEmptied(entry.value, value))
    bound.push(value === entry.value ? entry : { ...entry, value });
}

/** A resource or the like, bound to the values that it names. */
interface Bound {
  readonly values: readonly Derived[];
  readonly node: TemplateNode | undefined;
}

interface Part {
  readonly names: readonly string[];
  /** The latest first. */
  bound: readonly Bound[];
}

/** A process that compiles many specs binds a part to few different values. Some parts are bound for each zone. */
const mostBound = 4;
const parts = new WeakMap<TemplateNode, Part>();

/** Binding takes longer than to see that the values are those of an earlier spec; so do printing and verifying. */
function bindOnce(node: TemplateNode, lookUp: LookUp): TemplateNode | undefined {
  if (node.kind === 'scalar' || node.constant) return bindAnew(node, lookUp);
  const part = parts.get(node) ?? { names: namesIn(node), bound: [] };
  parts.set(node, part);
  const values = part.names.map(lookUp);
  const known = part.bound.find((each) => areSame(each.values, values));
  if (known) return known.node;
  const fresh = bindAnew(node, lookUp);
  const bound = { values, node: fresh && ({ ...fresh, constant: true } as const) };
  part.bound = [bound, ...part.bound.slice(0, mostBound - 1)];
  return bound.node;
}

/** What the tags of a part name. */
function namesIn(node: TemplateNode): readonly string[] {
  if (node.tag === 'Spec' || node.tag === 'Splice') return [argument(node)];
  if (node.kind === 'scalar' || node.constant) return [];
  return node.kind === 'map'
    ? node.entries.flatMap(({ value }) => namesIn(value))
    : node.items.flatMap(namesIn);
}

/** Whether two values are the same data, and come from the same place of a spec. */
function areSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => areSame(item, other[index]))
    );
  }
  const keys = Object.keys(one);
  const others = Object.keys(other);
  return (
    keys.length === others.length &&
    keys.every(
      (key, index) =>
        key === others[index] &&
        areSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
    )
  );
}

function bindAnew(fragment: TemplateNode, lookUp: LookUp): TemplateNode | undefined {
  const bindNode = (node: TemplateNode): TemplateNode | undefined => {
    if (node.tag === 'Spec') return toNode(lookUp(argument(node)));
    if (node.kind === 'scalar' || node.constant) return node;
    return node.kind === 'map' ? bindEntries(node) : bindItems(node);
  };

  const bindEntries = (node: MapNode): MapNode => {
    const entries = mapSame(node.entries, bindEntry);
    return entries === node.entries ? node : { ...node, entries };
  };

  const bindItems = (node: ListNode): ListNode => {
    const items = mapSame(node.items, bindItem);
    return items === node.items ? node : { ...node, items };
  };

  const bindEntry = (entry: Entry, bound: Entry[]): void => {
    add(entry, bindNode(entry.value), bound);
  };

  const bindItem = (item: TemplateNode, bound: TemplateNode[]): void => {
    if (item.tag === 'Splice') {
      const list = toNode(lookUp(argument(item)));
      if (list?.kind !== 'list') throw new InternalError(`!Splice ${argument(item)} is not a list`);
      bound.push(...list.items);
      return;
    }
    const value = bindNode(item);
    if (value) bound.push(value);
  };

  return bindNode(fragment);
}

function isEmptied(written: TemplateNode, bound: TemplateNode): boolean {
  return written !== bound && written.kind === 'list' && bound.kind === 'list' && bound.items.length === 0;
}

/** What `each` adds for the values of a list; the list itself when that is the same. */
function mapSame<T>(list: readonly T[], each: (value: T, mapped: T[]) => void): readonly T[] {
  const mapped: T[] = [];
  for (const value of list) each(value, mapped);
  return mapped.length === list.length && mapped.every((value, index) => value === list[index])
    ? list
    : mapped;
}

/** The argument of one of archc's tags: a dotted path, or a function's name. */
export function argument(node: TemplateNode): string {
  if (node.kind !== 'scalar') throw new InternalError(`!${String(node.tag)} takes a name`);
  return String(node.value);
}

/** `shared.availabilityZones.0` to a path. */
export function pathOf(dotted: string): SpecPath {
  return dotted.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function toNode({ value, from, tag }: Derived): TemplateNode | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'object') return { kind: 'scalar', value, from, ...(tag && { tag }) };
  if (Array.isArray(value)) {
    // Items of a list in the spec are plain values, those that a module derives are not.
    const items = (value as readonly (Derived | string | number | boolean)[]).flatMap(
      (item, index) =>
        toNode(typeof item === 'object' ? item : { value: item, from: [...from, index] }) ?? [],
    );
    return { kind: 'list', items, from, ...(tag && { tag }) };
  }
  const entries = Object.entries(value as Readonly<Record<string, Derived | string | number | boolean>>);
  return {
    kind: 'map',
    entries: entries.flatMap(([key, each]) => {
      const node = toNode(typeof each === 'object' ? each : { value: each, from });
      return node ? [{ key, value: node }] : [];
    }),
    from,
  };
}
