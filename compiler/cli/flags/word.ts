import { listOf } from '../../diagnostics/enumerate.ts';
import { didYouMean, quoted, UsageError } from '../usage-error.ts';

/** What a flag can take as its value. */
export interface Word<T> {
  /** Its name in help and completion: `DIR`. */
  readonly name: string;
  /** What a shell offers for it, where its name does not tell that. */
  readonly offers?: 'environments';
  /** All possible values, if there are only a few. */
  readonly values?: readonly string[];
  /** Throws a usage error that names the flag and says what to write. */
  readonly parse: (given: string, flag: string) => T;
}

export function anyText(name: string): Word<string> {
  return { name, parse: (given) => given };
}

export function oneOf<const T extends string>(name: string, values: readonly T[]): Word<T> {
  return {
    name,
    values,
    parse: (given, flag) => {
      const value = values.find((each) => each === given);
      if (value !== undefined) return value;
      const meant = didYouMean(given, values);
      throw wrongValue(given, flag, {
        is: 'is unknown',
        write: `${listOf(values)}${meant === undefined ? '' : ` (${meant})`}`,
      });
    },
  };
}

interface Refusal {
  /** What is wrong with the value: `is not an AWS account id`. */
  readonly is: string;
  /** What to write instead. */
  readonly write: string;
}

/** A value that matches a pattern. The command gets the pattern's group, or the whole value. */
export function matching(name: string, pattern: RegExp, refusal: Refusal): Word<string> {
  return {
    name,
    parse: (given, flag) => {
      const match = pattern.exec(given);
      if (match) return match[1] ?? given;
      throw wrongValue(given, flag, refusal);
    },
  };
}

/** The error for a flag's wrong value; all of them have this form. */
export function wrongValue(given: string, flag: string, { is, write }: Refusal): UsageError {
  return new UsageError(`--${flag} ${quoted(given)} ${is}: write ${write}`);
}
