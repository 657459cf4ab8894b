import type { Diagnostic, Place, Range, SpecNode, SpecPath, SpecTree } from '../model.ts';

/** The offset at which each line begins. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Offsets to lines and columns; a surrogate pair counts as one character. */
export function placeOf(text: string, starts: readonly number[], range: Range): Place {
  const [line, column] = position(text, starts, range.start);
  const [endLine, endColumn] = position(text, starts, Math.max(range.end, range.start));
  return { line, column, endLine, endColumn };
}

function position(text: string, starts: readonly number[], offset: number): [number, number] {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return [low + 1, Array.from(text.slice(starts[low] ?? 0, offset)).length + 1];
}

/** The place of a path, or of its nearest ancestor that the spec has. */
export function locate(tree: SpecTree, path: SpecPath, at: 'key' | 'value' = 'value'): Range {
  let node: SpecNode = tree.root;
  let key: Range | undefined;
  for (const [index, step] of path.entries()) {
    const child = node.children.get(step);
    if (!child) return key ?? firstKey(node);
    key = child.key;
    node = child.node;
    if (at === 'key' && index === path.length - 1) return key;
  }
  return path.length === 0 ? firstKey(node) : node.range;
}

/** Whether the spec itself has the path. */
export function isGiven(tree: SpecTree, path: SpecPath): boolean {
  let node: SpecNode | undefined = tree.root;
  for (const step of path) node = node?.children.get(step)?.node;
  return node !== undefined;
}

/** What stands for a whole spec: its first key. */
function firstKey(node: SpecNode): Range {
  for (const child of node.children.values()) return child.key;
  return { start: node.range.start, end: node.range.start };
}

export function inReadingOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) => a.place.line - b.place.line || a.place.column - b.place.column || (a.code < b.code ? -1 : 1),
  );
}
