import type { Values } from '../command.ts';
import { UsageError } from '../usage-error.ts';

/** The flag `--branch`: the branch that a pipeline deploys. GitHub would take some names for patterns. */
export function chooseBranch({ branch = 'main' }: Values): string {
  if (typeof branch === 'string' && /^\w[\w./-]*$/.test(branch)) return branch;
  throw new UsageError(`--branch "${String(branch)}" is not the name of one branch`);
}
