import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

/** Files by their path inside a folder. */
export type Files = Readonly<Record<string, string>>;

/**
 * Compares a folder with the files that it should hold, whole: a missing or a stale file fails too.
 * `UPDATE_GOLDEN=1` rewrites the folder instead, but never in CI.
 */
export function expectFolder(folder: string, files: Files): void {
  if (process.env['UPDATE_GOLDEN'] === '1') {
    if (process.env['CI'] === 'true') throw new Error('In CI, goldens are compared, never rewritten.');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return;
  }
  expect(readFolder(folder)).to.deep.equal(files);
}

function readFolder(folder: string): Files {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The cases of a folder of cases, each a folder with a spec.yaml. */
export function casesIn(folder: string): readonly string[] {
  return readdirSync(folder).sort();
}
