import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ExampleFile } from './examples.ts';

/** The output of `archc diff`, in Markdown. */
export function tellDifference(old: readonly ExampleFile[], now: readonly ExampleFile[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'archc-release-'));
  try {
    copyAll(old, join(folder, 'before'));
    copyAll(now, join(folder, 'after'));
    const args = [resolve('build/archc.cjs'), 'diff', 'before', 'after', '--format', 'markdown'];
    return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trimEnd();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function copyAll(files: readonly ExampleFile[], folder: string): void {
  mkdirSync(folder);
  for (const { part, path } of files) copyFileSync(path, join(folder, part));
}
