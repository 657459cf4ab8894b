import type { Place } from '../../diagnostics/diagnostic.ts';
import { decidedAt, decidingLines, linesOf, locate, placeOf } from '../../diagnostics/place.ts';
import type { SpecTree } from '../../spec/model.ts';
import type { SpecPath } from '../../spec/path.ts';
import { onOneLine } from '../terminal/clean.ts';

/** The file, line and column of a part of the spec. */
export interface SpecPlace extends Place {
  readonly file: string;
  /** The dotted path: `shared.database`. */
  readonly path: string;
}

export type PlaceOf = (path: SpecPath) => SpecPlace;

export function placesIn(tree: SpecTree): PlaceOf {
  const lines = linesOf(tree.text);
  return (path) => ({
    file: tree.name,
    path: path.join('.'),
    ...placeOf(lines, locate(tree, path, 'key')),
  });
}

/** The place that decides a value; `undefined` when the value is a default. */
export function decidingPlace(tree: SpecTree, path: SpecPath): SpecPlace | undefined {
  const range = decidedAt(tree, path);
  return range && { file: tree.name, path: path.join('.'), ...placeOf(linesOf(tree.text), range) };
}

/**
 * The lines that decide a value, in words: `specs/todo.yaml:7, 20` for a mapping of which an environment writes a part.
 * `undefined` when the value is a default.
 */
export function wordDecision(tree: SpecTree, path: SpecPath): string | undefined {
  const lines = decidingLines(tree, path);
  return lines.length === 0 ? undefined : `${onOneLine(tree.name)}:${lines.join(', ')}`;
}

export function wordPlace({ file, line }: SpecPlace): string {
  return `${onOneLine(file)}:${line}`;
}
