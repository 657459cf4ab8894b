import { AwsFailure } from '../aws/failure.ts';
import { DeploymentError } from '../deploy/plan/deployment-error.ts';
import { InternalError } from '../internal-error.ts';
import { isSystemError, wordSystemError } from './files/reason.ts';
import { onOneLine } from './terminal/clean.ts';
import type { Terminal } from './terminal/terminal.ts';
import { UsageError } from './usage-error.ts';

/** Reports why a command ended early; the exit code. What nobody expects is a bug in archc. */
export function reportError(error: unknown, { err }: Terminal, usageCode = 2): number {
  if (error instanceof UsageError || error instanceof AwsFailure || error instanceof DeploymentError) {
    err(`archc: ${onOneLine(error.message)}\n`);
    return error instanceof UsageError ? usageCode : 1;
  }
  if (isSystemError(error)) {
    err(`archc: ${wordSystemError(error)}\n`);
    return usageCode;
  }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const kind = error instanceof InternalError ? '' : 'unexpected ';
  err(`archc: this is a bug in archc: ${kind}${cause}\n`);
  return 70;
}
