import { writeSync } from 'node:fs';
import { reason } from '../files/reason.ts';
import { UsageError } from '../usage-error.ts';
import { wait } from './wait.ts';

/**
 * Writes a text to standard output (1) or error (2), without the streams of `process`, which take 4 ms to create.
 * When the reader stops early, as `head` does, the rest is dropped and the command continues.
 */
export function write(file: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') {
        // EAGAIN: the pipe is full.
        wait(10);
        continue;
      }
      // When standard error itself fails, the failure can't be reported.
      if (code === 'EPIPE' || file === 2) return;
      throw new UsageError(`cannot write to standard output: ${reason(error)}`);
    }
  }
}
