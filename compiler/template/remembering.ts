import type { TemplateNode } from './node.ts';

/** A function of a node that works once on each constant part, whatever the number of specs. */
export function remembering<Value, Node extends TemplateNode = TemplateNode>(
  make: (node: Node) => Value,
): (node: Node) => Value {
  const made = new WeakMap<Node, Value>();
  return (node) => {
    const known = made.get(node);
    if (known !== undefined) return known;
    const value = make(node);
    if (node.constant) made.set(node, value);
    return value;
  };
}
