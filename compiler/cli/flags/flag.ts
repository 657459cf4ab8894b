import { listOf } from './word.ts';
import type { Word } from './word.ts';

/** A flag of a command, declared once: for its value, its help and completion. */
export interface Flag<T> {
  readonly help: string;
  readonly short?: string;
  /** What it takes. A flag without a word is on or off. */
  readonly word?: Word<unknown>;
  /** It may be given several times. */
  readonly repeats?: true;
  /** The flag without which this one means nothing. */
  readonly onlyWith?: string;
  /** The flag beside which this one means nothing. */
  readonly notWith?: string;
  /** The value for the command. `given` is all that was written for the flag, in order: the last one counts. */
  readonly read: (given: readonly string[], name: string) => T;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** What a command gets for its flags. */
export type ValuesOf<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends Flag<infer T> ? T : never;
};

type Spelling = Pick<Flag<unknown>, 'short' | 'onlyWith' | 'notWith'>;

/** On or off. */
export function flag(help: string, spelling: Spelling = {}): Flag<boolean> {
  return { ...spelling, help: helpFor(help, spelling), read: (given) => given.length > 0 };
}

/** A flag that takes a word. Without a default it may be `undefined`. */
export function text<T>(
  word: Word<T>,
  help: string,
  more: Spelling & { readonly default: NoInfer<T> },
): Flag<T>;
export function text<T>(word: Word<T>, help: string, more?: Spelling): Flag<T | undefined>;
export function text<T>(
  word: Word<T>,
  help: string,
  { default: preset, ...spelling }: Spelling & { readonly default?: T } = {},
): Flag<T | undefined> {
  const list = word.values ? `: ${listOf(word.values)}` : '';
  const ending = preset === undefined ? '' : ` (default: ${String(preset)})`;
  return {
    ...spelling,
    help: helpFor(`${help}${list}${ending}`, spelling),
    word,
    read: (given, name) => {
      const last = given.at(-1);
      return last === undefined ? preset : word.parse(last, name);
    },
  };
}

/** A flag that takes a word, and may be given several times. */
export function texts<T>(word: Word<T>, help: string): Flag<readonly T[]> {
  return { help, word, repeats: true, read: (given, name) => given.map((each) => word.parse(each, name)) };
}

function helpFor(help: string, { onlyWith }: Spelling): string {
  return onlyWith === undefined ? help : `with --${onlyWith}: ${help}`;
}
