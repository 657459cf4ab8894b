import type { TemplateNode } from '../template/node.ts';

/** The same fragment, with the largest mappings and lists marked that have no value of the spec. */
export function markConstant(node: TemplateNode): TemplateNode {
  if (node.kind === 'scalar') return node;
  if (isConstant(node)) return { ...node, constant: true };
  if (node.kind === 'list') return { ...node, items: node.items.map(markConstant) };
  return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: markConstant(entry.value) })) };
}

function isConstant(node: TemplateNode): boolean {
  if (node.tag === 'Spec' || node.tag === 'Splice') return false;
  if (node.kind === 'scalar') return true;
  return node.kind === 'list'
    ? node.items.every(isConstant)
    : node.entries.every(({ value }) => isConstant(value));
}
