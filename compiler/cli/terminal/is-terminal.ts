import { fstatSync } from 'node:fs';

const names = ['stdin', 'stdout', 'stderr'] as const;

/**
 * Whether standard input (0), output (1) or error (2) is a terminal. Node creates a stream to find out, which takes 4 ms,
 * so it is not asked about files and pipes.
 */
export function isTerminal(file: 0 | 1 | 2): boolean {
  try {
    return fstatSync(file).isCharacterDevice() && process[names[file]].isTTY;
  } catch {
    // It is closed.
    return false;
  }
}
