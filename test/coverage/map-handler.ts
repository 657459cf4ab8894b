import path from 'node:path';
import { encode } from '@jridgewell/sourcemap-codec';
import type { SourceMapMappings } from '@jridgewell/sourcemap-codec';
import { ScriptTarget, createSourceFile, forEachChild, isParenthesizedExpression } from 'typescript';
import type { Node } from 'typescript';
import { rollUpHandler } from '../../compiler/build/handlers.ts';
import { readPieces } from './pieces.ts';
import type { SourceMap } from './pieces.ts';

/** The source map of a function's code as it stands in a template: formatted, since when its own map fits no more. */
export async function mapHandler(file: string, formatted: string): Promise<SourceMap> {
  const { code, map, shared, own } = await rollUpHandler(file);
  if (!map) throw new Error(`${file} has no source map`);
  const pieces = readPieces(
    map,
    code.split('\n').map(({ length }) => length),
  );
  const parts = [...shared, ...own];
  // The end of the file is in the last part.
  const partOf = (offset: number) => parts.findIndex(([start, end]) => offset >= start && offset <= end);
  const starts = readStarts(code)
    .map((offset) => ({ offset, part: partOf(offset) }))
    .toSorted((a, b) => a.part - b.part)
    .map(({ offset }) => offset);
  const moved = readStarts(formatted);
  if (starts.length !== moved.length)
    throw new Error(`${file} is not what ${formatted.length} bytes come from`);
  const lineStarts = [...formatted.matchAll(/^/gm)].map(({ index }) => index);
  const mappings: SourceMapMappings = lineStarts.map(() => []);
  for (const [index, start] of starts.entries()) {
    const { source = '', line = 1 } = pieces.findLast(({ offset }) => offset <= start) ?? {};
    const offset = moved[index] ?? 0;
    const row = lineStarts.findLastIndex((lineStart) => lineStart <= offset);
    mappings[row]?.push([offset - (lineStarts[row] ?? 0), map.sources.indexOf(source), line - 1, 0]);
  }
  return { ...map, sources: map.sources.map((source) => path.resolve(source)), mappings: encode(mappings) };
}

/** Where each part of the code begins, in the order of the syntax tree. Formatting adds and removes parentheses. */
function readStarts(code: string): readonly number[] {
  const tree = createSourceFile('handler.js', code, ScriptTarget.ES2022);
  const starts: number[] = [];
  const visit = (node: Node): void => {
    if (!isParenthesizedExpression(node)) starts.push(node.getStart(tree));
    forEachChild(node, visit);
  };
  forEachChild(tree, visit);
  return starts;
}
