import { parseArgs } from 'node:util';
import { didYouMean, quoted, UsageError } from '../usage-error.ts';
import { flag, wordFlags } from './flag.ts';
import type { Flag, Flags, ValuesOf } from './flag.ts';

export const helpFlag = flag('show this help', { short: 'h' });

/** What follows the command's name, not yet converted. */
export interface Arguments {
  readonly operands: readonly string[];
  /** The values of each flag, by its name; an empty text for a flag that takes no value. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/** Throws a usage error for unknown flags, for a missing or superfluous value, and for operands that can't be meant. */
export function parseArguments(args: readonly string[], flags: Flags, command: string): Arguments {
  const known = new Map<string, Flag<unknown>>(Object.entries({ ...flags, help: helpFlag }));
  const options = Object.fromEntries(
    [...known].map(([name, { short, word }]) => [
      name,
      { type: word ? 'string' : 'boolean', ...(short !== undefined && { short }) } as const,
    ]),
  );
  const alone = [...known].filter(([, { standsAlone }]) => standsAlone).map(([name]) => `--${name}`);
  const spelled = args.map((arg, index) =>
    alone.includes(arg) && /^(-.|$)/.test(args[index + 1] ?? '') ? `${arg}=` : arg,
  );
  const { tokens } = parseArgs({ args: spelled, options, strict: false, tokens: true });
  const given = new Map<string, readonly string[]>();
  /** The second values of pairs, which look like operands. */
  const seconds = new Set<unknown>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const { word, isPair = false, standsAlone = false } = known.get(name) ?? {};
    if (!known.has(name)) {
      const names = [...known.keys()].map((each) => `--${each}`);
      const hint = didYouMean(rawName, names) ?? `see "archc ${command} --help"`;
      throw new UsageError(`unknown flag ${quoted(rawName)}: ${hint}`);
    }
    if (!word && value !== undefined) throw new UsageError(`--${name} takes no value: write --${name} alone`);
    // A dash begins the next flag; a dash alone is a value.
    const second = isPair ? tokens[index + 1] : undefined;
    const lacksFirst = value === undefined || value === '' || (!inlineValue && /^-./.test(value));
    if (word && !(standsAlone && value === '') && (lacksFirst || (isPair && second?.kind !== 'positional'))) {
      const needs = isPair ? 'two values' : 'a value';
      throw new UsageError(`--${name} needs ${needs}: write --${name} ${valuesOf({ word, isPair })}`);
    }
    seconds.add(second);
    const more = second?.kind === 'positional' ? [second.value] : [];
    given.set(name, [...(given.get(name) ?? []), value ?? '', ...more]);
  }
  const operands = tokens.flatMap((token) =>
    token.kind === 'positional' && !seconds.has(token) ? [token.value] : [],
  );
  refuseUnreadable(operands);
  return { operands, given };
}

/** The names of what a flag takes: `DIR`. */
export function valuesOf({ word, isPair = false }: Pick<Flag<unknown>, 'word' | 'isPair'>): string {
  return word === undefined ? '' : isPair ? `${word.name} ${word.name}` : word.name;
}

/** Refuses what no command can mean by an operand. */
function refuseUnreadable(operands: readonly string[]): void {
  if (operands.includes('')) {
    throw new UsageError('an argument is empty: is a variable unset? Write the argument, or leave it out');
  }
  if (operands.filter((each) => standardInput.test(each)).length > 1) {
    throw new UsageError('standard input can be read only once: name a file in one of the places');
  }
}

const standardInput = /^(?:-|\/dev\/(?:stdin|fd\/0)|\/proc\/self\/fd\/0)$/;

/** The values of a command's flags. Throws a usage error for a wrong value, and for flags that can't be combined. */
export function readFlags<F extends Flags>(flags: F, given: Arguments['given']): ValuesOf<F> {
  for (const [name, { onlyWith, notWith }] of Object.entries(flags)) {
    if (!given.has(name)) continue;
    if (onlyWith !== undefined && ![onlyWith].flat().some((other) => given.has(other))) {
      throw new UsageError(
        `--${name} goes only with ${wordFlags(onlyWith)}: add that, or leave --${name} out`,
      );
    }
    const clash = [notWith ?? []].flat().find((other) => given.has(other));
    if (clash !== undefined) {
      throw new UsageError(`--${name} does not go with --${clash}: leave one of them out`);
    }
  }
  const values = Object.entries(flags).map(([name, { read }]) => [name, read(given.get(name) ?? [], name)]);
  return Object.fromEntries(values) as ValuesOf<F>;
}
