import type { ParseArgsConfig } from 'node:util';
import type { Toolkit } from '../modules/module.ts';
import type { Terminal } from './terminal/terminal.ts';

export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** What a text flag takes, for the help text and for completion: `DIR`. */
  readonly takes?: string;
  /** All that it may be given, when that's a few words. */
  readonly values?: readonly string[];
  /** It may be given several times. */
  readonly multiple?: true;
  readonly help: string;
}

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What follows the command's name: `SPEC...`. A shell completes files for `SPEC` and other words that it knows. */
  readonly operands: string;
  /** What the first operand may be, when it's no file. */
  readonly topics?: (toolkit: Toolkit) => readonly string[];
  readonly flags: Readonly<Record<string, Flag>>;
  readonly details: string;
  readonly examples: readonly string[];
  /** The exit code of wrong usage, where 2 says something else. */
  readonly usageCode?: number;
  /** The exit code: 0 done, 1 the spec has errors. Wrong usage throws. */
  run(
    operands: readonly string[],
    flags: Values,
    terminal: Terminal,
    toolkit: Toolkit,
  ): number | Promise<number>;
}

export function parseArgsOptions(
  flags: Readonly<Record<string, Flag>>,
): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries({ ...flags, help: helpFlag }).map(([name, { type, short, multiple = false }]) => [
      name,
      { type, multiple, ...(short === undefined ? {} : { short }) },
    ]),
  );
}

const helpFlag: Flag = { type: 'boolean', short: 'h', help: 'show this text' };

export function helpOf(command: Command): string {
  const flags = Object.entries({ ...command.flags, help: helpFlag }).map(([name, { short, takes, help }]) => {
    const names = `${short === undefined ? '   ' : `-${short},`} --${name}${takes === undefined ? '' : ` ${takes}`}`;
    return `  ${names.padEnd(26)} ${help}`;
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
