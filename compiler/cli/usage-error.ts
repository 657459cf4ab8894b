import { suggest } from '../diagnostics/suggest.ts';
import { shorten } from './terminal/clean.ts';

/** A command that is used wrongly, or a file that can't be read or written. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /** A message has one line, and shows a path as a whole, but nothing that is longer than a path can be. */
  constructor(message: string) {
    super(message.replace(/\s*[\r\n]\s*/g, ' ').replace(/[^\s:]{4097,}/g, (word) => shorten(word, 200)));
  }
}

/** What somebody wrote, in quotes, and cut when it is long. */
export function quoted(text: string): string {
  return `"${text.length > 80 ? shorten(text, 60) : text}"`;
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
