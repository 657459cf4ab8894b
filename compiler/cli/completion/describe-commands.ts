import type { Toolkit } from '../../modules/module.ts';
import type { Command } from '../command.ts';
import { helpFlag } from '../flags/arguments.ts';
import type { Flag } from '../flags/flag.ts';

/** What a shell offers to complete: words, files of a kind, or nothing. */
export type Offer = readonly string[] | 'specs' | 'files' | 'folders' | 'environments' | 'nothing';

export interface OfferedFlag {
  readonly name: string;
  readonly short?: string;
  readonly help: string;
  /** It may be given several times. */
  readonly repeats: boolean;
  /** It takes two values. */
  readonly isPair: boolean;
  /** The value's name, and what is offered for it. A flag without it takes no value. */
  readonly value?: { readonly name: string; readonly offer: Offer };
}

export interface OfferedOperand {
  readonly name: string;
  readonly offer: Offer;
  /** It may be given several times. */
  readonly repeats: boolean;
}

export interface OfferedCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly OfferedFlag[];
  readonly operands: readonly OfferedOperand[];
}

/** Each command with everything that a shell can offer after it. */
export function describeCommands(commands: readonly Command[], toolkit: Toolkit): readonly OfferedCommand[] {
  const described = commands.map((command): OfferedCommand => ({
    name: command.name,
    summary: command.summary,
    flags: Object.entries({ ...command.flags, help: helpFlag }).map(describeFlag),
    operands: describeOperands(command, toolkit),
  }));
  const names = commands.map(({ name }) => name);
  return [
    ...described,
    {
      name: 'help',
      summary: 'show what a command takes, with an example',
      flags: [],
      operands: [{ name: 'COMMAND', offer: names, repeats: false }],
    },
  ];
}

function describeFlag([name, flag]: readonly [string, Flag<unknown>]): OfferedFlag {
  const { short, word, help, repeats = false, isPair = false } = flag;
  return {
    name,
    ...(short !== undefined && { short }),
    help,
    repeats,
    isPair,
    ...(word && {
      value: { name: word.name, offer: word.values ?? word.offers ?? offerFor(word.name) },
    }),
  };
}

function describeOperands({ operands, topics }: Command, toolkit: Toolkit): readonly OfferedOperand[] {
  const words = operands.split(' ').filter((word) => word !== '');
  return words.map((word, index) => {
    const name = word.replaceAll(/[[\].]/g, '');
    const offer = index === 0 && topics ? topics(toolkit) : offerFor(name);
    return { name, offer, repeats: word.includes('...') };
  });
}

function offerFor(name: string): Offer {
  if (/^[a-z|]+$/.test(name)) return name.split('|');
  return kinds[name] ?? 'nothing';
}

const kinds: Readonly<Record<string, Offer>> = {
  SPEC: 'specs',
  FILE: 'specs',
  DIR: 'folders',
  OLD: 'files',
  NEW: 'files',
  PLAN: 'files',
  PATH: 'files',
};
