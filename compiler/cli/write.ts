import { writeSync } from 'node:fs';
import { wait } from './wait.ts';

/**
 * Writes all of a text to standard output (1) or error (2), without the streams of `process`, which take 4 ms to
 * make. A reader that has seen enough, such as head, ends the command quietly.
 */
export function write(file: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      // A pipe that is full.
      if (code !== 'EAGAIN') throw error;
      wait(10);
    }
  }
}
