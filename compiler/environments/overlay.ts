import type { SpecNode, SpecPart } from '../spec/model.ts';
import { isMapping } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';

/**
 * Lays one part over another: mappings are merged, anything else replaces, and `null` takes away what stands below it
 * (JSON Merge Patch, https://www.rfc-editor.org/rfc/rfc7396). Each part keeps the place where it is written; a mapping
 * that both have keeps its place in the lower one. What a setting under `preview` takes away stays there as `null`, because
 * it is taken from the rest when there is a preview.
 */
export function layOver(below: SpecPart | undefined, over: SpecPart, path: SpecPath = []): SpecPart {
  if (!isMapping(over.data)) return over;
  const base = below && isMapping(below.data) ? below : { data: {}, node: { ...over.node, children: none } };
  const data = Object.assign(Object.create(null), base.data) as Record<string, unknown>;
  const children = new Map(base.node.children);
  for (const [key, child] of over.node.children) {
    const value = over.data[key];
    if (value === null && !isInPreview(path)) {
      Reflect.deleteProperty(data, key);
      children.delete(key);
      continue;
    }
    const former = children.get(key);
    const lower = former && { data: data[key], node: former.node };
    const merged = layOver(lower, { data: value, node: child.node }, [...path, key]);
    const isMerged = former !== undefined && isMapping(value) && isMapping(data[key]);
    data[key] = merged.data;
    children.set(key, { key: isMerged ? former.key : child.key, node: merged.node });
  }
  return { data, node: { range: base.node.range, children } };
}

function isInPreview([first, ...rest]: SpecPath): boolean {
  return first === 'preview' && rest.length > 0;
}

const none: SpecNode['children'] = new Map();
