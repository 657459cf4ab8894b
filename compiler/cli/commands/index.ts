import type { Command } from '../command.ts';
import { compileCommand } from './compile.ts';
import { completeCommands } from './completion.ts';
import { costCommand } from './cost.ts';
import { diagramCommand } from './diagram.ts';
import { diffCommand } from './diff.ts';
import { deployCommand } from './deploy.ts';
import { destroyCommand } from './destroy.ts';
import { explainCommand } from './explain.ts';
import { initCommand } from './init.ts';
import { optionsCommand } from './options.ts';
import { outputsCommand } from './outputs.ts';
import { policyCommand } from './policy.ts';
import { planCommand } from './plan.ts';
import { reportCommand } from './report.ts';
import { schemaCommand } from './schema.ts';
import { statusCommand } from './status.ts';
import { validateCommand } from './validate.ts';

/** All commands, in the order in which a newcomer needs them. */
export const commands: readonly Command[] = [
  initCommand,
  validateCommand,
  compileCommand,
  explainCommand,
  costCommand,
  diagramCommand,
  diffCommand,
  reportCommand,
  planCommand,
  deployCommand,
  outputsCommand,
  statusCommand,
  destroyCommand,
  policyCommand,
  optionsCommand,
  schemaCommand,
  completeCommands(() => commands),
];
