import type { Range, SpecNode, SpecTree } from '../spec/model.ts';
import { nodeAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Diagnostic, Place } from './diagnostic.ts';

/** The offsets at which a text's lines begin, and those of the characters that take two UTF-16 units. Both ascend. */
export interface Lines {
  readonly starts: readonly number[];
  readonly pairs: readonly number[];
}

export function linesOf(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const pairs = Array.from(text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g), ({ index }) => index);
  return { starts, pairs };
}

/** Offsets to lines and columns; a surrogate pair counts as one character. */
export function placeOf(lines: Lines, range: Range): Place {
  const [line, column] = position(lines, range.start);
  const [endLine, endColumn] = position(lines, Math.max(range.end, range.start));
  return { line, column, endLine, endColumn };
}

/** Does not read the text: a line can be a megabyte long and have a finding for every word. */
function position({ starts, pairs }: Lines, offset: number): [number, number] {
  const line = countBelow(starts, offset + 1);
  const start = starts[line - 1] ?? 0;
  const pairsBefore = countBelow(pairs, offset) - countBelow(pairs, start);
  return [line, offset - start - pairsBefore + 1];
}

/** How many of the ascending numbers are below a limit. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The place of a path; where it does not exist, that of the `null` with which an environment takes it away, or of its
 * nearest ancestor that the spec has.
 */
export function locate(tree: SpecTree, path: SpecPath, at: 'key' | 'value' = 'value'): Range {
  let node: SpecNode = tree.root;
  let over = tree.overlay;
  let key: Range | undefined;
  for (const [index, step] of path.entries()) {
    const child = node.children.get(step);
    const taken = over?.children.get(step);
    if (!child) return taken?.key ?? key ?? firstKey(node);
    key = child.key;
    node = child.node;
    over = taken?.node;
    if (at === 'key' && index === path.length - 1) return key;
  }
  return path.length === 0 ? firstKey(node) : node.range;
}

/** Whether the spec itself has the path, and not only a default. */
export function isGiven(tree: SpecTree, path: SpecPath): boolean {
  return nodeAt(tree.root, path) !== undefined;
}

/**
 * The place that decides a value: where it is written, or where an environment takes it away. `undefined` when the value
 * is a default.
 */
export function decidedAt(tree: SpecTree, path: SpecPath): Range | undefined {
  if (isGiven(tree, path)) return locate(tree, path, 'key');
  let [node, over]: (SpecNode | undefined)[] = [tree.root, tree.overlay];
  for (const step of path) {
    const taken = over?.children.get(step);
    if (taken && !node?.children.has(step)) return taken.key;
    [node, over] = [node?.children.get(step)?.node, taken?.node];
  }
  return undefined;
}

/**
 * The lines that decide a value: that of its key, and for a mapping those of the parts that an environment writes. None
 * when the value is a default.
 */
export function decidingLines(
  tree: SpecTree,
  path: SpecPath,
  lines: Lines = linesOf(tree.text),
): readonly number[] {
  const range = decidedAt(tree, path);
  if (!range) return [];
  const ranges = [range, ...leavesOf(tree.overlay && nodeAt(tree.overlay, path))];
  return [...new Set(ranges.map((each) => placeOf(lines, each).line))].sort((one, other) => one - other);
}

/** The keys in a mapping that have no others below them. Items of a list are no keys. */
function leavesOf(node: SpecNode | undefined): readonly Range[] {
  return [...(node?.children ?? [])].flatMap(([step, { key, node: below }]) => {
    if (typeof step === 'number') return [];
    const leaves = leavesOf(below);
    return leaves.length > 0 ? leaves : [key];
  });
}

/** Whether an environment takes back what stood at the path. */
export function isTaken(tree: SpecTree, path: SpecPath): boolean {
  const { overlay } = tree;
  return overlay !== undefined && nodeAt(overlay, path) !== undefined && !isGiven(tree, path);
}

/** Whether what stands at the path, in the spec of an environment, is written outside of the environments. */
export function isCommon(tree: SpecTree, path: SpecPath): boolean {
  return tree.environment !== undefined && !isWithin(locate(tree, path, 'key'), tree.environment.written);
}

function isWithin({ start }: Range, { start: from, end }: Range): boolean {
  return start >= from && start < end;
}

/** The place for a message about the whole spec: its first key. */
export function firstKey(node: SpecNode): Range {
  for (const child of node.children.values()) return child.key;
  return { start: node.range.start, end: node.range.start };
}

export function inReadingOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) => a.place.line - b.place.line || a.place.column - b.place.column || (a.code < b.code ? -1 : 1),
  );
}
