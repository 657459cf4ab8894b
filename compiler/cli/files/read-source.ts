import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Source } from '../../spec/model.ts';
import { wait } from '../terminal/wait.ts';
import { UsageError } from '../usage-error.ts';
import { reason } from './reason.ts';

/** Enough for the compiler to see that a spec is too large. No more is read of a larger file. */
const most = 1024 * 1024 + 1;
/** What is read at once, before it is copied to a place of its own. */
const chunk = Buffer.allocUnsafe(64 * 1024);

/** A spec from a file, or from standard input (`-`). */
export function readSource(name: string): Source {
  if (name === '-') return { name: 'stdin', bytes: readAtMost(0, 'standard input') };
  let file: number;
  try {
    file = openSync(name, 'r');
  } catch (error) {
    throw new UsageError(`cannot read ${name}: ${reason(error)}`);
  }
  try {
    if (fstatSync(file).isDirectory())
      throw new UsageError(`cannot read ${name}: it is a folder; name a spec in it`);
    return { name, bytes: readAtMost(file, name) };
  } finally {
    closeSync(file);
  }
}

function readAtMost(file: number, name: string): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < most) {
    const read = readChunk(file, most - size, name);
    if (read === 0) break;
    chunks.push(Buffer.from(chunk.subarray(0, read)));
    size += read;
  }
  return Buffer.concat(chunks);
}

function readChunk(file: number, left: number, name: string): number {
  for (;;) {
    try {
      return readSync(file, chunk, 0, Math.min(chunk.length, left), null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      // EAGAIN: the pipe is still empty.
      if (code !== 'EAGAIN') throw new UsageError(`cannot read ${name}: ${reason(error)}`);
      wait(10);
    }
  }
}
