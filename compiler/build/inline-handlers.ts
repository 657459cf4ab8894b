import { join } from 'node:path';
import { argument } from '../template/bind.ts';
import type { Entry, TemplateNode } from '../template/node.ts';
import { bundleHandler } from './handlers.ts';

type Fragments = Readonly<Record<string, TemplateNode>>;

/**
 * A module's fragments, with the sources of the functions that they name with `!Handler` from its folder of them. The
 * sources stand in a mapping, so that functions share what they have in common (ADR 33).
 */
export async function inlineHandlers(fragments: Fragments, folder: string): Promise<Fragments> {
  const entries = Object.entries(fragments).map(
    async ([name, fragment]) => [name, await inline(fragment, folder)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** The texts of sources, by their keys in the mapping. */
type Sources = Map<string, string>;

async function inline(fragment: TemplateNode, folder: string): Promise<TemplateNode> {
  const sources: Sources = new Map();
  const inlined = await replaceHandlers(fragment, folder, sources);
  if (inlined.kind !== 'map' || sources.size === 0) return inlined;
  return { ...inlined, entries: [...inlined.entries, { key: 'Mappings', value: mappingOf(sources) }] };
}

async function replaceHandlers(node: TemplateNode, folder: string, sources: Sources): Promise<TemplateNode> {
  if (node.tag === 'Handler') {
    const name = argument(node);
    const { shared, own } = await bundleHandler(join(folder, `${name}.ts`));
    const key = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    if (shared !== '') sources.set('CustomResource', shared);
    sources.set(key, own);
    return shared === '' ? sourceOf(key) : joined([sourceOf('CustomResource'), sourceOf(key)]);
  }
  if (node.kind === 'scalar') return node;
  if (node.kind === 'list') {
    const items = await Promise.all(node.items.map((item) => replaceHandlers(item, folder, sources)));
    return { ...node, items };
  }
  const entries = node.entries.map(async (entry) => ({
    ...entry,
    value: await replaceHandlers(entry.value, folder, sources),
  }));
  return { ...node, entries: await Promise.all(entries) };
}

const mapping = 'Sources';
const attribute = 'Code';

function sourceOf(key: string): TemplateNode {
  const items = [mapping, key, attribute].map((value) => ({ kind: 'scalar', value }) as const);
  return { kind: 'list', tag: 'FindInMap', items };
}

function joined(items: readonly TemplateNode[]): TemplateNode {
  return {
    kind: 'list',
    tag: 'Join',
    items: [
      { kind: 'scalar', value: '' },
      { kind: 'list', items },
    ],
  };
}

function mappingOf(sources: Sources): TemplateNode {
  const entries = [...sources].map(([key, value]): Entry => ({
    key,
    value: { kind: 'map', entries: [{ key: attribute, value: { kind: 'scalar', value } }] },
    spaced: true,
  }));
  const comment = [
    'The functions of custom resources: what all of them have, and what each adds to it (ADR 33).',
  ];
  return {
    kind: 'map',
    entries: [{ key: mapping, value: { kind: 'map', entries }, comment, spaced: true }],
  };
}
