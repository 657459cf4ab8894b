import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import type { CountedScript } from './count-scripts.ts';
import { readPieces } from './pieces.ts';
import type { SourceMap } from './pieces.ts';

/** How often each line of a source ran that is code, by its number. */
export type LineCounts = ReadonlyMap<number, number>;

/** By the sources' paths. A line that ran in part has run; of several scripts with one source the busiest counts. */
export function countLines(
  sources: readonly string[],
  scripts: Iterable<CountedScript>,
): ReadonlyMap<string, LineCounts> {
  const counted = new Map(sources.map((file) => [file, readLines(file)]));
  const byUrl = new Map([...counted].map(([file, lines]) => [pathToFileURL(file).href, lines]));
  for (const { pieces, counts } of scripts) {
    for (const [index, { source, line }] of pieces.entries()) {
      const lines = byUrl.get(source);
      const before = lines?.get(line);
      if (before !== undefined) lines?.set(line, Math.max(before, counts[index] ?? 0));
    }
  }
  return counted;
}

/** The lines that are code, none of which has run. An import is none, nor is a line that only closes or opens a bracket. */
function readLines(file: string): Map<number, number> {
  const text = readFileSync(file, 'utf8');
  const { map } = transformSync(text, { loader: 'ts', sourcemap: 'external' });
  const lines = text.replaceAll(imports, (statement) => statement.replaceAll(/\w/g, ' ')).split('\n');
  return new Map(
    readPieces(JSON.parse(map) as SourceMap, [])
      .filter(({ line }) => isCode(lines[line - 1] ?? ''))
      .map(({ line }) => [line, 0]),
  );
}

function isCode(line: string): boolean {
  return /\w/.test(line) && !/^\s*\)[^.]*\{$/.test(line);
}

const imports = /^(import|export (type )?[{*])[^;]*;$/gm;
