import type { TemplateNode } from '../template/node.ts';

/**
 * The same fragment, with the largest mappings and lists marked that have no value of the spec. The sections of a template
 * are not marked: they are merged with those of other fragments.
 */
export function markConstant(fragment: TemplateNode): TemplateNode {
  return inEntries(fragment, (section) => inEntries(section, markLargest));
}

function inEntries(node: TemplateNode, mark: (value: TemplateNode) => TemplateNode): TemplateNode {
  if (node.kind !== 'map') return node;
  return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: mark(entry.value) })) };
}

function markLargest(node: TemplateNode): TemplateNode {
  if (node.kind === 'scalar') return node;
  if (isConstant(node)) return { ...node, constant: true };
  if (node.kind === 'list') return { ...node, items: node.items.map(markLargest) };
  return inEntries(node, markLargest);
}

function isConstant(node: TemplateNode): boolean {
  if (node.tag === 'Spec' || node.tag === 'Splice') return false;
  if (node.kind === 'scalar') return true;
  return node.kind === 'list'
    ? node.items.every(isConstant)
    : node.entries.every(({ value }) => isConstant(value));
}
