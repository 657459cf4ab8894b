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
 * Parts without a tag stay the same objects.
 */
export function bind(fragment: TemplateNode, lookUp: LookUp): TemplateNode {
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
    const value = bindNode(entry.value);
    if (value && !isEmptied(entry.value, value))
      bound.push(value === entry.value ? entry : { ...entry, value });
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

  return bindNode(fragment) ?? { kind: 'map', entries: [] };
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
