import type { Aws } from '../aws/aws.ts';
import { AwsFailure } from '../aws/failure.ts';
import type { StackEvent } from '../aws/model.ts';
import type { DestroyPlan } from '../deploy/destroy/plan.ts';
import { removeStack } from '../deploy/destroy/remove-stack.ts';
import type { Removal } from '../deploy/destroy/remove-stack.ts';
import { DeploymentError } from '../deploy/plan/deployment-error.ts';
import { completeCommands } from '../diagnostics/commands.ts';
import { onOneLine } from './terminal/clean.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Reports what prevents a deletion; whether that was anything. */
export function reportBlockers(
  { blockers }: DestroyPlan,
  about: Parameters<typeof completeCommands>[1],
  { err }: Terminal,
): boolean {
  for (const { stack, because, wayOut } of blockers) {
    err(`archc: stack "${stack}" is held: ${because}: ${completeCommands(wayOut, about)}\n`);
  }
  return blockers.length > 0;
}

/** What is deleted, lost and kept. */
export function renderDestroyPlan({ steps, dataLoss, remains }: DestroyPlan, where: string): string {
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
  return [
    list(
      `To be deleted in ${where}:`,
      steps.map(({ name, resources, protections }) => {
        const lifted = protections.map(({ of }) => ` the protection of the ${of}`).join(' and');
        return `${name}, ${resources} resources${lifted && `, after lifting${lifted}`}`;
      }),
    ),
    list(
      'Lost for good:',
      dataLoss.map(({ logicalId, what }) => `${logicalId}: ${what}`),
    ),
    list(
      'Stays:',
      remains.map(({ logicalId, what }) => `${logicalId}: ${what}`),
    ),
  ].join('');
}

/** Deletes the stacks one after the other, and prints what happens. Resolves to the exit code. */
export async function deleteStacks(
  aws: Aws,
  { steps }: DestroyPlan,
  { out, err }: Terminal,
): Promise<number> {
  const { setTimeout: sleep } = await import('node:timers/promises');
  for (const step of steps) {
    out(`Deleting ${step.name}\n`);
    const removal = await removing(aws, step, {
      sleep,
      watcher: {
        saw: (events) => {
          out(events.map(renderEvent).join(''));
        },
        lost: (failure) => {
          err(failure ? `archc: ${failure.message}: still trying\n` : 'archc: AWS answers again\n');
        },
      },
    });
    if (!removal.ok) {
      err(`archc: stack "${step.name}" could not be deleted: ${removal.because}\n`);
      err('archc: solve that, and run the same command again: it continues from there\n');
      return 1;
    }
    out(`Deleted ${step.name}\n`);
  }
  return 0;
}

/** The same as `removeStack`, with AWS's refusals and silences as a reason. */
async function removing(...[aws, step, options]: Parameters<typeof removeStack>): Promise<Removal> {
  try {
    return await removeStack(aws, step, options);
  } catch (error) {
    if (!(error instanceof AwsFailure) && !(error instanceof DeploymentError)) throw error;
    return { ok: false, because: error.message };
  }
}

/** One line for a finished operation on a resource; nothing for one that has only begun. */
function renderEvent({ logicalId, status, reason }: StackEvent): string {
  if (status.endsWith('_IN_PROGRESS')) return '';
  return `  ${status}  ${logicalId}${reason === undefined ? '' : `: ${onOneLine(reason)}`}\n`;
}
