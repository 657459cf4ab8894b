import { command } from '../command.ts';
import type { Command } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { describeCommands } from '../completion/describe-commands.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { UsageError } from '../usage-error.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** The command that prints completion for all commands, including itself. */
export function completeCommands(commands: () => readonly Command[]): Command {
  return command({
    name: 'completion',
    summary: 'print the completion script of a shell',
    operands: Object.keys(shells).join('|'),
    flags: {},
    details: [
      'Prints a script with which the shell completes commands, flags and their values, specs, and what can be explained.',
      'To enable it, put the line for your shell into ~/.bashrc, into ~/.zshrc after compinit, or into',
      '~/.config/fish/config.fish.',
    ].join('\n'),
    examples: [
      'eval "$(archc completion bash)"',
      'eval "$(archc completion zsh)"',
      'archc completion fish | source',
    ],

    run({ operands, terminal, toolkit }) {
      const [shell, ...rest] = operands;
      const known = Object.entries(shells).find(([name]) => name === shell);
      if (!known || rest.length > 0) {
        throw new UsageError(`name one shell: ${Object.keys(shells).join(', ')}`);
      }
      const [, complete] = known;
      terminal.out(complete(describeCommands(commands(), toolkit)));
      return 0;
    },
  });
}
