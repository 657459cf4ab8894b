import { writeSync } from 'node:fs';
import { reason, UsageError } from '../usage-error.ts';
import { wait } from './wait.ts';

/**
 * Writes all of a text to standard output (1) or error (2), without the streams of `process`, which take 4 ms to
 * make. A reader that has seen enough, such as head, misses the rest, but what the command does is done to its end.
 */
export function write(file: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') {
        // A pipe that is full.
        wait(10);
        continue;
      }
      // Where no message can be written, nobody can be told.
      if (code === 'EPIPE' || file === 2) return;
      throw new UsageError(`cannot write to standard output: ${reason(error)}`);
    }
  }
}
