import { compileCommand } from './commands/compile.ts';
import { validateCommand } from './commands/validate.ts';
import { runCommand } from './run-command.ts';

// The commands that run most often, in editors, hooks and pipelines, are a bundle of their own: everything else that a
// bundle has makes each start longer.
// They leave nothing unfinished, so the process exits without a search for it.
runCommand([compileCommand, validateCommand], (code) => process.exit(code));
