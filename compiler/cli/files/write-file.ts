import { basename, dirname, resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { replaceFiles } from './place-files.ts';
import { reason } from './reason.ts';

/** Writes one file as a whole, or not at all. */
export function writeFile(file: string, text: string): void {
  try {
    replaceFiles(dirname(resolve(file)), [{ name: basename(file), text }]);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${reason(error)}`);
  }
}
