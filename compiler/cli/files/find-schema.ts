import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const file = join('schema', 'archc.schema.json');

/**
 * The path, from a spec's folder, of the schema that an editor can load: of archc as the project installed it, or
 * of a copy in the project. Above the top of the repository nothing is looked for, since others don't have it.
 */
export function findSchema(folder: string): string | undefined {
  const from = resolve(folder);
  for (let here = from; ; here = dirname(here)) {
    const found = [join(here, 'node_modules', 'archc', file), join(here, file)].find((path) =>
      existsSync(path),
    );
    if (found !== undefined) return asWord(relative(from, found));
    if (existsSync(join(here, '.git')) || here === dirname(here)) return undefined;
  }
}

/** The language server reads a path up to its first space. */
function asWord(path: string): string | undefined {
  return /\s/.test(path) ? undefined : path.replaceAll('\\', '/');
}
