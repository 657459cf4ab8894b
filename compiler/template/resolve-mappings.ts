import { entryOf, textOf, visit } from './node.ts';
import type { Entry, MapNode, TemplateNode } from './node.ts';

/**
 * The template with the values of its mappings where plain keys name them, so that a change of one shows at what it changes.
 * Mappings that nothing names otherwise are left out.
 */
export function resolveMappings(root: MapNode): MapNode {
  const mappings = entryOf(root, 'Mappings');
  if (mappings?.kind !== 'map') return root;
  const resolved = replaceInEntries(root, mappings);
  const [before, after] = [mappingsIn(root), mappingsIn(resolved)];
  const left = mappings.entries.filter(({ key }) => after.has(key) || !before.has(key));
  return {
    ...resolved,
    entries: resolved.entries.flatMap((entry) => {
      if (entry.key !== 'Mappings') return [entry];
      return left.length === 0 ? [] : [{ ...entry, value: { ...mappings, entries: left } }];
    }),
  };
}

function replaceIn(node: TemplateNode, mappings: MapNode): TemplateNode {
  const found = keysIn(node)?.reduce<TemplateNode | undefined>(
    (current, key) => (key === undefined ? undefined : entryOf(current, key)),
    mappings,
  );
  if (found) return { ...found, ...(node.from && { from: node.from }) };
  if (node.kind === 'scalar') return node;
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => replaceIn(item, mappings)) };
  return replaceInEntries(node, mappings);
}

function replaceInEntries(node: MapNode, mappings: MapNode): MapNode {
  const entries = node.entries.map((entry): Entry => ({ ...entry, value: replaceIn(entry.value, mappings) }));
  return { ...node, entries };
}

/** The three keys of a `FindInMap`, `undefined` for one that is no plain text; nothing for any other value. */
function keysIn(node: TemplateNode): readonly (string | undefined)[] | undefined {
  const argument = node.tag === 'FindInMap' ? node : entryOf(node, 'Fn::FindInMap');
  if (argument?.kind !== 'list') return undefined;
  const keys = argument.items.map((item) => (item.tag === undefined ? textOf(item) : undefined));
  return keys.length === 3 ? keys : [keys[0], undefined];
}

/** The names of the mappings that are looked up. */
function mappingsIn(root: TemplateNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(root, (node) => {
    const [name] = keysIn(node) ?? [];
    if (name !== undefined) names.add(name);
  });
  return names;
}
