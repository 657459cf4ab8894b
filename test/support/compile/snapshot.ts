import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expectFiles } from './compare-files.ts';
import type { Files } from './compare-files.ts';

/**
 * Compares a whole folder with the files that it should contain: a missing or stale file fails too. `UPDATE_GOLDEN=1`
 * rewrites the folder instead, but never in CI. `testFile` is the test to name in the failure's advice.
 */
export function expectFolder(folder: string, files: Files, testFile: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') {
    if (process.env['CI'] === 'true') throw new Error('In CI, goldens are compared, never rewritten.');
    rmSync(folder, { recursive: true, force: true });
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return;
  }
  const made = Object.entries(files).map(([name, text]) => [join(folder, name), text] as const);
  expectFiles(
    readFolder(folder),
    Object.fromEntries(made),
    `UPDATE_GOLDEN=1 npx mocha ${relative('', testFile)}`,
  );
}

/** The files' texts by path; empty when the folder doesn't exist. */
function readFolder(folder: string): Files {
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const paths = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

/** The names of a folder's cases. Each is a folder with a spec.yaml. */
export function casesIn(folder: string): readonly string[] {
  return readdirSync(folder).sort();
}
