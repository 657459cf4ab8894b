import { didYouMean, UsageError } from '../usage-error.ts';

/** What a flag takes: one word of the command line. */
export interface Word<T> {
  /** Its name in help and completion: `DIR`. */
  readonly name: string;
  /** All that are possible, when they are few. */
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

/** A word that fits a pattern. The value is the pattern's group, or all of the word. */
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

/** Every value of a flag is refused in this form. */
export function wrongValue(given: string, flag: string, { is, write }: Refusal): UsageError {
  return new UsageError(`--${flag} "${given}" ${is}: write ${write}`);
}

/** `text, json or sarif`. */
export function listOf(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}
