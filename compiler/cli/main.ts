import { commands } from './commands/index.ts';
import { runCommand } from './run-command.ts';

runCommand(commands, (code) => {
  // After an interruption, exit without waiting for answers from the network.
  if (code === 130) process.exit(code);
  process.exitCode = code;
});
