import type { TemplateNode } from './node.ts';

/** Parts of fragments that no spec changes. They are found once, and are the same objects for every spec. */
const constant = new WeakSet<TemplateNode>();

export function isConstant(node: TemplateNode): boolean {
  return constant.has(node);
}

export function markConstant(node: TemplateNode): void {
  constant.add(node);
}

/** A function of a node that works once on each constant part, whatever the number of specs. */
export function remembering<Value>(make: (node: TemplateNode) => Value): (node: TemplateNode) => Value {
  const made = new WeakMap<TemplateNode, Value>();
  return (node) => {
    const known = made.get(node);
    if (known !== undefined) return known;
    const value = make(node);
    if (constant.has(node)) made.set(node, value);
    return value;
  };
}
