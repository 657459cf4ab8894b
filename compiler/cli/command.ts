import type { Toolkit } from '../modules/module.ts';
import { helpFlag, valuesOf } from './flags/arguments.ts';
import type { Flags, ValuesOf } from './flags/flag.ts';
import type { Terminal } from './terminal/terminal.ts';

/**
 * A command of archc: what it does, and what help, completion and the parsing of its arguments need to know of it.
 */
export interface Command<F extends Flags = Flags> {
  readonly name: string;
  readonly summary: string;
  /** What follows the command's name: `SPEC...`. A shell completes files for `SPEC` and other words that it knows. */
  readonly operands: string;
  /** What the first operand may be when it is not a file. */
  readonly topics?: (toolkit: Toolkit) => readonly string[];
  readonly flags: F;
  readonly details: string;
  readonly examples: readonly string[];
  /** The exit code for wrong usage, for a command whose 2 has another meaning. */
  readonly usageCode?: number;
  /** The exit code: 0 done, 1 the spec has errors. Wrong usage throws. */
  run(invocation: Invocation<F>): number | Promise<number>;
}

/** What every command has access to. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly toolkit: Toolkit;
}

/** What a command is called with, without its flags. */
export interface Call extends CommandContext {
  /** The command's name, for messages. */
  readonly command: string;
  readonly operands: readonly string[];
}

export interface Invocation<F extends Flags = Flags> extends Call {
  readonly flags: ValuesOf<F>;
}

/** Declares a command: the types of its flags' values come from the flags. */
export function command<F extends Flags>(declared: Command<F>): Command<F> {
  return declared;
}

export function helpOf(command: Command): string {
  const flags = Object.entries({ ...command.flags, help: helpFlag }).map(
    ([name, { short, word, isPair = false, help }]) => {
      const spelling = `${short === undefined ? '   ' : `-${short},`} --${name}${word ? ` ${valuesOf({ word, isPair })}` : ''}`;
      return `  ${spelling.padEnd(26)} ${help}`;
    },
  );
  return [
    `Usage: archc ${command.name} ${command.operands}`.trimEnd(),
    '',
    command.details,
    '',
    'Flags:',
    ...flags,
    '',
    command.examples.length === 1 ? 'Example:' : 'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}
