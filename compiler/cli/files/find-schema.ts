import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { hasCurrentFolder } from './reason.ts';

const file = join('schema', 'archc.schema.json');

/**
 * The path, relative to a spec's folder, of the schema that an editor can load: that of the archc that the project
 * installed, or a copy in the project. Folders above the repository are not searched, since other people don't have
 * them.
 */
export function findSchema(folder: string): string | undefined {
  if (!hasCurrentFolder()) return undefined;
  const from = resolve(folder);
  for (let here = from; ; here = dirname(here)) {
    const found = [join(here, 'node_modules', 'archc', file), join(here, file)].find((path) =>
      existsSync(path),
    );
    if (found !== undefined) return asWord(relative(from, found));
    if (existsSync(join(here, '.git')) || here === dirname(here)) return undefined;
  }
}

/** `undefined` when the path has a space, because the language server stops reading there. */
function asWord(path: string): string | undefined {
  return /\s/.test(path) ? undefined : path.replaceAll('\\', '/');
}
