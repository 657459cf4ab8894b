import { join } from 'node:path';
import { argument } from '../template/bind.ts';
import type { TemplateNode } from '../template/node.ts';
import { bundleHandler } from './handlers.ts';

type Fragments = Readonly<Record<string, TemplateNode>>;

/** A module's fragments, with the sources of the functions that they name with `!Handler` from its folder of them. */
export async function inlineHandlers(fragments: Fragments, folder: string): Promise<Fragments> {
  const entries = Object.entries(fragments).map(
    async ([name, fragment]) => [name, await inline(fragment, folder)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function inline(node: TemplateNode, folder: string): Promise<TemplateNode> {
  if (node.tag === 'Handler') {
    return { kind: 'scalar', value: await bundleHandler(join(folder, `${argument(node)}.ts`)) };
  }
  if (node.kind === 'scalar') return node;
  if (node.kind === 'list') {
    return { ...node, items: await Promise.all(node.items.map((item) => inline(item, folder))) };
  }
  const entries = node.entries.map(async (entry) => ({ ...entry, value: await inline(entry.value, folder) }));
  return { ...node, entries: await Promise.all(entries) };
}
