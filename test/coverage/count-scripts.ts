import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { countPieces, readPieces } from './pieces.ts';
import type { Piece, Range, SourceMap } from './pieces.ts';

/** A script that does not name its source map. The map names the sources from its own folder. */
export interface Bundle {
  readonly script: string;
  readonly map: string;
}

/** What ran of a script, in all processes. */
export interface CountedScript {
  readonly pieces: readonly Piece[];
  /** One for each piece. */
  readonly counts: readonly number[];
}

/** What node writes into the folder NODE_V8_COVERAGE at the end of a process. */
interface ProcessCoverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly Range[] }[];
  }[];
  /** Scripts that name their source map, by URL. A map that can't be read is null. */
  readonly 'source-map-cache'?: Readonly<
    Record<string, { readonly lineLengths: readonly number[]; readonly data: SourceMap | null }>
  >;
}

/** Every script with a source map. */
export function countScripts(folder: string, bundles: readonly Bundle[]): Iterable<CountedScript> {
  const scripts = new Map(bundles.map((bundle) => [pathToFileURL(bundle.script).href, readBundle(bundle)]));
  for (const name of readdirSync(folder)) {
    const { result, 'source-map-cache': cache = {} } = readProcess(join(folder, name));
    for (const { url, functions } of result) {
      const { data, lineLengths = [] } = cache[url] ?? {};
      const script =
        scripts.get(url) ?? (data ? begin(readPieces(resolve(data, url), lineLengths)) : undefined);
      if (!script) continue;
      const ranges = functions.flatMap((each) => each.ranges);
      const counts = countPieces(script.pieces, ranges).map(
        (count, index) => count + (script.counts[index] ?? 0),
      );
      scripts.set(url, { ...script, counts });
    }
  }
  return scripts.values();
}

function readBundle({ script, map }: Bundle): CountedScript {
  const data = JSON.parse(readFileSync(map, 'utf8')) as SourceMap;
  const lines = readFileSync(script, 'utf8').split('\n');
  return begin(
    readPieces(
      resolve(data, pathToFileURL(map).href),
      lines.map((line) => line.length),
    ),
  );
}

function begin(pieces: readonly Piece[]): CountedScript {
  return { pieces, counts: [] };
}

/** Sources by their URL. Those of a copy of this project count as its own. */
function resolve(map: SourceMap, base: string): SourceMap {
  return { ...map, sources: map.sources.map((source) => new URL(source, base).href.replace(copies, '/')) };
}

const copies = /\/build\/project-[^/]+\//;

/** Whoever is killed while writing leaves half a file. */
function readProcess(file: string): ProcessCoverage {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessCoverage;
  } catch {
    return { result: [] };
  }
}
