import { suggest } from '../diagnostics/suggest.ts';

/** A command that is used wrongly, or a file that can't be read or written. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  EEXIST: 'it exists already',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
};

/** An error of the system in plain words. */
export function reason(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}

/** `did you mean "json"?`, if one of the candidates is near. */
export function didYouMean(
  word: string,
  candidates: readonly string[],
  show: (meant: string) => string = (meant) => meant,
): string | undefined {
  const meant = suggest(word, candidates);
  return meant === undefined ? undefined : `did you mean "${show(meant)}"?`;
}
