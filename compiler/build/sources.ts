import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The hash of every file that a build is made from, by its path in the project. */
type Sources = Readonly<Record<string, string>>;

const record = join('build', 'sources.json');

/**
 * Builds, and records the sources that the build was made from. Without a record, as after a failure, the build
 * counts as missing.
 */
export async function recordSources(project: string, build: () => Promise<void>): Promise<void> {
  const sources = readSources(project);
  rmSync(join(project, record), { force: true });
  await build();
  writeFileSync(join(project, record), JSON.stringify(sources));
}

/**
 * Why the build can't be used, in one line: it is missing, or a source that matters has changed since. `undefined`
 * when it can be used. It compares contents, because git gives files a new time at every checkout.
 */
export function staleness(project: string, matters = (_file: string) => true): string | undefined {
  const built = readRecord(project);
  if (!built) return 'build/ is missing: run "npm run build"';
  const now = readSources(project);
  const changed = Object.keys({ ...built, ...now })
    .filter((file) => now[file] !== built[file] && matters(file))
    .sort()[0];
  return changed && `build/ is older than ${changed}: run "npm run build"`;
}

/** Whether build/generated/ is made from the file. The tests run the other sources directly. */
export function isGeneratedFrom(file: string): boolean {
  return !file.endsWith('.ts') || /\/(build|handlers|page)\//.test(file);
}

function readSources(project: string): Sources {
  const folders = ['compiler', 'templates', 'docs/adr'].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const others = ['schema/spec.schema.json', 'package.json', 'package-lock.json'];
  const files = [...folders, ...others.map((file) => join(project, file))];
  return Object.fromEntries(files.map((file) => [relative(project, file), hash(file)]));
}

function readRecord(project: string): Sources | undefined {
  try {
    return JSON.parse(readFileSync(join(project, record), 'utf8')) as Sources;
  } catch {
    return undefined;
  }
}

function hash(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('base64');
}
