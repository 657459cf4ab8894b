import { lstatSync } from 'node:fs';
import { UsageError } from '../usage-error.ts';
import { readText } from './read-text.ts';
import { reason } from './reason.ts';
import { writeFile } from './write-file.ts';

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
  writeFile(file, text);
}

function isPage(file: string): boolean {
  return readText(file).slice(0, near).includes(mark);
}

function entryAt(file: string): ReturnType<typeof lstatSync> | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${reason(error)}`);
  }
}
