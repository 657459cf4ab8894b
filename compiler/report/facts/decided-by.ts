import { decidingLines, placeOf } from '../../diagnostics/place.ts';
import type { Range } from '../../spec/model.ts';
import { childAt, valueAt } from '../../spec/path.ts';
import type { SpecPath } from '../../spec/path.ts';
import type { Subject } from '../model/model.ts';

/** What of the spec decides a value. */
export interface DecidedBy {
  /** The dotted paths of the settings. */
  readonly settings: readonly string[];
  /** Whether none of them is set, and none has a default. */
  readonly isUnset: boolean;
  /** Where they are written; none for defaults. */
  readonly lines: readonly number[];
  /** All lines of what is written: a list or a mapping has several. */
  readonly span: readonly number[];
}

export function decidedBy(
  paths: readonly SpecPath[],
  subject: Pick<Subject, 'tree' | 'lines' | 'spec'>,
): DecidedBy {
  const lines = paths.flatMap((path) => decidingLines(subject.tree, path, subject.lines));
  return {
    settings: [...new Set(paths.map((path) => path.join('.')))],
    isUnset: lines.length === 0 && paths.every((path) => valueAt(subject.spec, path) === undefined),
    lines: ascending(lines),
    span: ascending([...lines, ...paths.flatMap((path) => spanOf(path, subject))]),
  };
}

function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((one, other) => one - other);
}

/** A mapping is decided where it begins: what it decides as a whole, not each of its keys does. */
function spanOf(path: SpecPath, { tree, lines }: Pick<Subject, 'tree' | 'lines'>): readonly number[] {
  const child = childAt(tree.root, path);
  if (!child || [...child.node.children.keys()].some((key) => typeof key === 'string')) return [];
  return linesWithin({ start: child.key.start, end: child.node.range.end }, { tree, lines });
}

/** The lines of a part of the spec, without empty ones after it. */
export function linesWithin(
  { start, end }: Range,
  { tree, lines }: Pick<Subject, 'tree' | 'lines'>,
): readonly number[] {
  const text = tree.text.slice(start, end).trimEnd();
  const place = placeOf(lines, { start, end: start + text.length });
  return Array.from({ length: place.endLine - place.line + 1 }, (_, index) => place.line + index);
}
