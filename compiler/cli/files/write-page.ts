import { lstatSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { replaceFiles } from './place-files.ts';
import { reason } from './reason.ts';

/** What each page has near its beginning. */
const mark = '<meta name="generator" content="archc"';
const near = 1_000;

/** Throws when a page may not be written there: something that is no page of archc would be lost. */
export function demandPage(file: string): void {
  if (file === '-') throw new UsageError('--output "-" is not a file: write the name of one');
  const existing = entryAt(file);
  if (!existing) return;
  if (!existing.isFile()) throw new UsageError(`cannot write ${file}: it exists and is not a file`);
  if (isPage(file)) return;
  throw new UsageError(
    `cannot write ${file}: the file exists and is no page of archc; choose another name with -o, or delete it first`,
  );
}

/** Writes a page as a whole, or not at all. */
export function writePage(file: string, text: string): void {
  demandPage(file);
  try {
    replaceFiles(dirname(resolve(file)), [{ name: basename(file), text }]);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${reason(error)}`);
  }
}

function isPage(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').slice(0, near).includes(mark);
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${reason(error)}`);
  }
}

function entryAt(file: string): ReturnType<typeof lstatSync> | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${reason(error)}`);
  }
}
