import { UsageError } from '../usage-error.ts';
import { listOf } from '../../diagnostics/enumerate.ts';
import type { Word } from './word.ts';

/** A flag of a command. Parsing, help and completion all use this declaration. */
export interface Flag<T> {
  readonly help: string;
  readonly short?: string;
  /** The value that it takes. A flag without one is on or off. */
  readonly word?: Word<unknown>;
  /** It takes two of these values, one after the other. */
  readonly isPair?: boolean;
  /** It may be given several times. */
  readonly repeats?: true;
  /** It may be given without its value, which is an empty text then. */
  readonly standsAlone?: boolean;
  /** The flag that must be given too, or one of these. */
  readonly onlyWith?: string | readonly string[];
  /** The flags that must not be given too. */
  readonly notWith?: string | readonly string[];
  /** Makes the command's value of everything that was written for the flag, in order. The last one counts. */
  readonly read: (given: readonly string[], name: string) => T;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The values that a command gets for its flags. */
export type ValuesOf<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends Flag<infer T> ? T : never;
};

type Spelling = Pick<Flag<unknown>, 'short' | 'onlyWith' | 'notWith' | 'standsAlone'>;

/** A flag that is on or off. */
export function flag(help: string, spelling: Spelling = {}): Flag<boolean> {
  return { ...spelling, help: helpFor(help, spelling), read: (given) => given.length > 0 };
}

/** A flag that takes a value. Without a default, the value may be `undefined`. */
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

/** A flag that takes two values: `--between dev prod`. */
export function pair<T>(
  word: Word<T>,
  help: string,
  spelling: Spelling = {},
): Flag<readonly [T, T] | undefined> {
  return {
    ...spelling,
    help: helpFor(help, spelling),
    word,
    isPair: true,
    read: (given, name) => {
      const [first, second] = given.slice(-2);
      if (first === undefined || second === undefined) return undefined;
      return [word.parse(first, name), word.parse(second, name)];
    },
  };
}

/** A flag that takes a value and may be given several times. */
export function texts<T>(word: Word<T>, help: string, spelling: Spelling = {}): Flag<readonly T[]> {
  const read: Flag<readonly T[]>['read'] = (given, name) =>
    given.map((each) => word.parse(oneValue(each, word, name), name));
  return { ...spelling, help: helpFor(help, spelling), word, repeats: true, read };
}

/** Refuses several values of a list in one, which is how other tools take them. */
function oneValue(given: string, { values }: Word<unknown>, name: string): string {
  const parts = given.split(/[\s,]+/);
  if (parts.length < 2 || !parts.every((each) => values?.includes(each))) return given;
  const flags = parts.map((each) => `--${name} ${each}`).join(' ');
  throw new UsageError(`--${name} takes one value at a time: write ${flags}`);
}

function helpFor(help: string, { onlyWith }: Spelling): string {
  return onlyWith === undefined ? help : `with ${wordFlags(onlyWith)}: ${help}`;
}

/** The flags, one of which is meant: `--promote-from or --plan`. */
export function wordFlags(names: string | readonly string[]): string {
  return [names]
    .flat()
    .map((name) => `--${name}`)
    .join(' or ');
}
