import type { TemplateNode } from '../../../compiler/template/node.ts';

/** What a reader that keeps tags should see: `{ '!Ref': 'Vpc' }`. */
export function valueOf(node: TemplateNode): unknown {
  const value =
    node.kind === 'scalar'
      ? node.value
      : node.kind === 'list'
        ? node.items.map(valueOf)
        : Object.fromEntries(node.entries.map((entry) => [entry.key, valueOf(entry.value)]));
  return node.tag === undefined ? value : { [`!${node.tag}`]: value };
}
