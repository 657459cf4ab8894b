import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { StackEvent } from '../../aws/model.ts';
import { planDestroy } from '../../deploy/destroy/plan.ts';
import type { DestroyPlan } from '../../deploy/destroy/plan.ts';
import { readStackToDelete } from '../../deploy/destroy/read-stack-to-delete.ts';
import { removeStack } from '../../deploy/destroy/remove-stack.ts';
import type { Removal } from '../../deploy/destroy/remove-stack.ts';
import { refuseOthers } from '../../deploy/plan/other-owner.ts';
import { DeploymentError } from '../../deploy/plan/deployment-error.ts';
import { completeCommands } from '../../diagnostics/commands.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import { stackName } from '../../modules/stack-names.ts';
import type { Resolved } from '../../phases/results.ts';
import { command } from '../command.ts';
import { compileSpec } from '../compile-spec.ts';
import { confirmationOf, confirmFlag, isConfirmed } from '../confirmation.ts';
import type { Confirmation } from '../confirmation.ts';
import { environmentFlag } from '../flags/environment.ts';
import { flag, text } from '../flags/flag.ts';
import { serviceRoleFlag } from '../flags/service-role.ts';
import { chooseKinds, stackFlag } from '../flags/stacks.ts';
import { anyText, wrongValue } from '../flags/word.ts';
import { openAwsFor } from '../open-aws.ts';
import { ask, askingForCode } from '../terminal/ask.ts';
import { onOneLine } from '../terminal/clean.ts';
import type { Terminal } from '../terminal/terminal.ts';

export const destroyCommand = command({
  name: 'destroy',
  summary: 'delete the stacks, after showing what is lost and what stays',
  operands: 'SPEC',
  flags: {
    environment: environmentFlag,
    stack: stackFlag,
    unprotect: flag('turn off termination and deletion protection'),
    'role-arn': serviceRoleFlag,
    yes: text(anyText('NAME'), 'the same as --confirm, unless the spec is protected', { notWith: 'confirm' }),
    confirm: confirmFlag,
  },
  details: [
    'Deletes the backend stack, then the shared one, and follows until they are gone. First shows what is lost, what stays,',
    'and what prevents the deletion; while anything does, nothing is deleted. A missing stack counts as deleted.',
    'Exit code 0: the stacks are gone; 1: prevented, cancelled, or AWS could not delete them; 2: wrong usage.',
  ].join('\n'),
  examples: [
    'archc destroy specs/todo.yaml',
    'archc destroy specs/todo.yaml --stack backend',
    'archc destroy specs/todo.yaml --unprotect --confirm todo',
  ],

  async run(invocation) {
    const { flags, terminal } = invocation;
    const compiled = await compileSpec(invocation);
    if (!compiled) return 1;
    const { spec } = compiled.resolved;
    // The reverse of the order of deploying: the backend uses the shared stack's resources.
    const kinds = chooseKinds(spec, flags.stack, 'destroy').toReversed();
    const confirmation = confirmationOf(compiled.resolved);
    const confirmed = isDestroyConfirmed(compiled.resolved, flags);

    const aws = await openAwsFor(compiled.resolved, { ...askingForCode(), serviceRole: flags['role-arn'] });
    const { account } = await aws.caller();
    const toDelete = await Promise.all(
      kinds.map((kind) => readStackToDelete(aws, kind, stackName(kind, spec))),
    );
    for (const { kind, stack } of toDelete) refuseOthers(stack, kind, compiled.resolved);
    for (const { name, stack } of toDelete) {
      if (!stack) terminal.out(`Stack "${name}" does not exist in ${spec.region} of account ${account}\n`);
    }
    const plan = planDestroy(toDelete, { unprotects: flags.unprotect });
    if (plan.steps.length === 0) return 0;
    const { environment } = compiled.resolved.tree;
    const where = `${spec.region} of account ${account}`;
    const place = environment ? `environment ${environment.name}, ${where}` : where;
    terminal.out(renderPlan(plan, place));
    if (plan.blockers.length > 0) {
      const about = { spec: specWords(compiled.resolved.tree), region: spec.region };
      for (const { stack, because, wayOut } of plan.blockers) {
        terminal.err(`archc: stack "${stack}" is held: ${because}: ${completeCommands(wayOut, about)}\n`);
      }
      terminal.err('archc: nothing was deleted\n');
      return 1;
    }
    if (!confirmed && !(await confirm(confirmation))) {
      terminal.err('archc: nothing was deleted\n');
      return 1;
    }
    return deleteStacks(aws, plan, terminal);
  },
});

/** --yes has always taken the name here. */
function isDestroyConfirmed(
  resolved: Resolved,
  flags: { readonly yes?: string | undefined; readonly confirm?: string | undefined },
): boolean {
  const { name, of } = confirmationOf(resolved);
  const isProtected = resolved.spec.protected;
  if (flags.yes !== undefined && flags.yes !== name && !isProtected) {
    throw wrongValue(flags.yes, 'yes', { is: `is not the name of the ${of}`, write: `--confirm ${name}` });
  }
  const yes = flags.yes === undefined ? undefined : '--yes';
  const usual = { question: `for the name of the ${of}`, flag: `--confirm ${name}` };
  return isConfirmed(resolved, { confirm: flags.confirm, yes, usual });
}

async function confirm({ name, of }: Confirmation): Promise<boolean> {
  return (await ask(`Type the name of the ${of}, ${name}, to delete it: `)) === name;
}

function renderPlan({ steps, dataLoss, remains }: DestroyPlan, where: string): string {
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

async function deleteStacks(aws: Aws, { steps }: DestroyPlan, { out, err }: Terminal): Promise<number> {
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
