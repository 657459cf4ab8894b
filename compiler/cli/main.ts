import { commands } from './commands/index.ts';
import { runCommand } from './run-command.ts';

runCommand(commands);
