import type { Toolkit } from '../modules/module.ts';
import { helpFlag } from './flags/arguments.ts';
import type { Flags, ValuesOf } from './flags/flag.ts';
import type { Terminal } from './terminal/terminal.ts';

export interface Command<F extends Flags = Flags> {
  readonly name: string;
  readonly summary: string;
  /** What follows the command's name: `SPEC...`. A shell completes files for `SPEC` and other words that it knows. */
  readonly operands: string;
  /** What the first operand may be, when it's no file. */
  readonly topics?: (toolkit: Toolkit) => readonly string[];
  readonly flags: F;
  readonly details: string;
  readonly examples: readonly string[];
  /** The exit code of wrong usage, where 2 says something else. */
  readonly usageCode?: number;
  /** The exit code: 0 done, 1 the spec has errors. Wrong usage throws. */
  run(invocation: Invocation<F>): number | Promise<number>;
}

/** What every part of a command works with. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly toolkit: Toolkit;
}

/** What a command is called with, but for its flags. */
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
  const flags = Object.entries({ ...command.flags, help: helpFlag }).map(([name, { short, word, help }]) => {
    const spelling = `${short === undefined ? '   ' : `-${short},`} --${name}${word ? ` ${word.name}` : ''}`;
    return `  ${spelling.padEnd(26)} ${help}`;
  });
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
