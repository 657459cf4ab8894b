import type { Place } from '../../diagnostics/diagnostic.ts';
import { linesOf, locate, placeOf } from '../../diagnostics/place.ts';
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

export function wordPlace({ file, line }: SpecPlace): string {
  return `${onOneLine(file)}:${line}`;
}
