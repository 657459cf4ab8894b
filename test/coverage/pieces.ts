import { decode } from '@jridgewell/sourcemap-codec';

/** Code from its offset to that of the next, which comes from one line of a source. */
export interface Piece {
  readonly offset: number;
  readonly source: string;
  /** From 1. */
  readonly line: number;
}

export interface SourceMap {
  readonly sources: readonly string[];
  readonly mappings: string;
}

/** A part of a function, and how often it ran. */
export interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** In their order. */
export function readPieces(map: SourceMap, lineLengths: readonly number[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let lineStart = 0;
  for (const [index, segments] of decode(map.mappings).entries()) {
    for (const [column, source, line] of segments) {
      const name = map.sources[source ?? -1];
      if (name !== undefined && line !== undefined) {
        pieces.push({ offset: lineStart + column, source: name, line: line + 1 });
      }
    }
    lineStart += (lineLengths[index] ?? 0) + 1;
  }
  return pieces;
}

/** How often each piece ran: of the ranges round it the innermost counts. */
export function countPieces(pieces: readonly Piece[], ranges: readonly Range[]): readonly number[] {
  const waiting = ranges.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const open: Range[] = [];
  const closeUntil = (offset: number) => {
    while ((open.at(-1)?.endOffset ?? Infinity) <= offset) open.pop();
  };
  let next = 0;
  return pieces.map(({ offset }) => {
    for (let range = waiting[next]; range && range.startOffset <= offset; range = waiting[++next]) {
      closeUntil(range.startOffset);
      open.push(range);
    }
    closeUntil(offset);
    return open.at(-1)?.count ?? 0;
  });
}
