/** A command that can't be done as it is written, or a file that can't be read or written. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
