import { readFileSync, readdirSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { UsageError } from '../usage-error.ts';
import { reason } from './reason.ts';

/** The text of a file, which may be missing only if the caller has looked. */
export function readText(path: string): string {
  return reading(path, () => readFileSync(path, 'utf8'));
}

/** What is in a folder, in no order. */
export function entriesOf(folder: string): readonly Dirent[] {
  return reading(folder, () => readdirSync(folder, { withFileTypes: true }));
}

/** Whether a file or folder exists. What can't be looked at is an error, because it may. */
export function exists(path: string): boolean {
  return reading(path, () => statSync(path, { throwIfNoEntry: false })) !== undefined;
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${reason(error)}`);
  }
}
