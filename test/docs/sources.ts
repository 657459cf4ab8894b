import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';

/** Program text by its path in the project. */
export type Sources = Readonly<Record<string, string>>;

export function readSources(folders: readonly string[], ends: RegExp): Sources {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  return Object.fromEntries(
    files.filter((file) => ends.test(file)).map((file) => [file, readFileSync(file, 'utf8')]),
  );
}

export interface Import {
  readonly from: string;
  /** A path in the project, or the name of a package or of a module of node. */
  readonly to: string;
}

export function importsIn(sources: Sources): readonly Import[] {
  return Object.entries(sources).flatMap(([from, text]) => {
    const named = text.matchAll(/^(?:import|export)\b[^'"`;]*?from ['"]([^'"]+)['"]/gm);
    const bare = text.matchAll(/^import ['"]([^'"]+)['"]/gm);
    const called = text.matchAll(/\b(?:import|require)\(['"]([^'"]+)['"]\)/g);
    return [...named, ...bare, ...called].map(([, target = '']) => ({
      from,
      to: target.startsWith('.') ? join(dirname(from), target) : target,
    }));
  });
}

/** The file, and all that import it, directly or by way of others. */
export function importersOf(file: string, imports: readonly Import[]): ReadonlySet<string> {
  const importers = new Set([file]);
  // A set's forEach also visits what is added meanwhile.
  importers.forEach((imported) => {
    for (const { from, to } of imports) if (to === imported) importers.add(from);
  });
  return importers;
}

/** Without comments, as far as a search for names needs it. */
export function withoutComments(file: string, text: string): string {
  if (!/\.[cm]?[jt]s$/.test(file)) return text.replaceAll(/^\s*#.*$/gm, '');
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
}
