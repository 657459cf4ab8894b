import { version } from '../../build/generated/version.ts';
import { toolkit } from '../toolkit.ts';
import { helpOf } from './command.ts';
import type { Command } from './command.ts';
import { parseArguments, readFlags } from './flags/arguments.ts';
import { reportError } from './report-error.ts';
import { isTerminal } from './terminal/is-terminal.ts';
import { openTerminal } from './terminal/terminal.ts';
import { write } from './terminal/write.ts';
import { didYouMean, quoted, UsageError } from './usage-error.ts';

const terminal = openTerminal({
  write,
  // Read only when there is a message.
  hasColour: () => isTerminal(2) && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
});

/**
 * Runs the command that the arguments of the process name, and ends with the exit code: 0 done, 1 the spec has errors, 2
 * wrong usage or a file that can't be read, 70 a bug.
 */
export function runCommand(commands: readonly Command[], end: (code: number) => void): void {
  run(process.argv.slice(2), commands)
    .catch((error: unknown) => fail(error))
    .then(end, fail);
}

async function run(argv: readonly string[], commands: readonly Command[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined) {
    terminal.err(overview(commands));
    return 2;
  }
  if (first === '--help' || first === '-h' || first === 'help') return help(rest[0], commands);
  if (first === '--version' || first === '-V') {
    terminal.out(`archc ${version}\n`);
    return 0;
  }
  const command = find(first, commands);
  try {
    const { operands, given } = parseArguments(rest, command.flags, command.name);
    if (given.has('help')) return help(command.name, commands);
    const flags = readFlags(command.flags, given);
    return await command.run({ command: command.name, operands, flags, terminal, toolkit });
  } catch (error) {
    return fail(error, command.usageCode);
  }
}

function help(name: string | undefined, commands: readonly Command[]): number {
  terminal.out(name === undefined ? overview(commands) : helpOf(find(name, commands)));
  return 0;
}

function find(name: string, commands: readonly Command[]): Command {
  const command = commands.find((each) => each.name === name);
  if (command) return command;
  const names = name.startsWith('-') ? ['--help', '--version'] : commands.map((each) => each.name);
  const hint = didYouMean(name, names, (meant) => `archc ${meant}`) ?? 'see "archc --help"';
  throw new UsageError(`unknown command ${quoted(name)}: ${hint}`);
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'archc compiles a short spec into plain CloudFormation templates and a build script.',
    '',
    'Usage: archc COMMAND ...',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Flags:',
    '  -h, --help     show this text, or a command\'s with "archc COMMAND --help"',
    '  -V, --version  show the version',
    '',
    'Example:',
    '  archc compile specs/todo.yaml',
    '',
  ].join('\n');
}

function fail(error: unknown, usageCode?: number): number {
  return reportError(error, terminal, usageCode);
}
