import { planDestroy } from '../../deploy/destroy/plan.ts';
import { readStackToDelete } from '../../deploy/destroy/read-stack-to-delete.ts';
import { refuseOthers } from '../../deploy/plan/other-owner.ts';
import { specWords } from '../../diagnostics/shell-quote.ts';
import { stackName } from '../../modules/stack-names.ts';
import type { Resolved } from '../../phases/results.ts';
import { command } from '../command.ts';
import { compileSpec } from '../compile-spec.ts';
import { deleteStacks, renderDestroyPlan, reportBlockers } from '../delete-stacks.ts';
import { destroyExpired } from '../destroy-expired.ts';
import { confirmationOf, confirmFlag, isConfirmed } from '../confirmation.ts';
import type { Confirmation } from '../confirmation.ts';
import { environmentFlag } from '../flags/environment.ts';
import { flag, text } from '../flags/flag.ts';
import { fromFlag, previewFlag } from '../flags/preview.ts';
import { serviceRoleFlag } from '../flags/service-role.ts';
import { chooseKinds, stackFlag } from '../flags/stacks.ts';
import { anyText, wrongValue } from '../flags/word.ts';
import { openAwsFor } from '../open-aws.ts';
import { ask, askingForCode } from '../terminal/ask.ts';
import { UsageError } from '../usage-error.ts';

export const destroyCommand = command({
  name: 'destroy',
  summary: 'delete the stacks, after showing what is lost and what stays',
  operands: 'SPEC',
  flags: {
    environment: environmentFlag,
    preview: previewFlag,
    from: fromFlag,
    expired: flag('delete every preview that is over, and nothing else', { notWith: 'preview' }),
    stack: stackFlag,
    unprotect: flag('turn off termination and deletion protection'),
    'role-arn': serviceRoleFlag,
    yes: text(anyText('NAME'), 'the same as --confirm, unless the spec is protected', {
      notWith: 'confirm',
      standsAlone: true,
    }),
    confirm: confirmFlag,
  },
  details: [
    'Deletes the backend stack, then the shared one, and follows until they are gone. First shows what is lost, what stays,',
    'and what prevents the deletion; while anything does, nothing is deleted. A missing stack counts as deleted.',
    'With a preview, its database and their user are dropped too. With --expired, only previews that are over are deleted, each for',
    'itself, and the others are listed. With --preview or --expired, --yes needs no name.',
    'Exit code 0: the stacks are gone; 1: prevented, cancelled, or AWS could not delete them; 2: wrong usage.',
  ].join('\n'),
  examples: [
    'archc destroy specs/todo.yaml',
    'archc destroy specs/todo.yaml --stack backend',
    'archc destroy specs/todo.yaml --unprotect --confirm todo',
    'archc destroy specs/todo.yaml --preview PR-123 --from dev --yes',
    'archc destroy specs/todo.yaml --expired --from dev --yes',
  ],

  async run(invocation) {
    const { flags, terminal } = invocation;
    if (flags.expired) return destroyExpired(invocation);
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
    terminal.out(renderDestroyPlan(plan, place));
    const about = { spec: specWords(compiled.resolved.tree), region: spec.region };
    const isHeld = reportBlockers(plan, about, terminal);
    if (isHeld || (!confirmed && !(await confirm(confirmation)))) {
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
  // --preview has already named what is deleted.
  const isNamed = resolved.tree.preview !== undefined && flags.yes === '';
  if (flags.yes === '' && !isNamed) throw new UsageError(`--yes needs a value: write --confirm ${name}`);
  if (flags.yes !== undefined && flags.yes !== name && !isNamed && !isProtected) {
    throw wrongValue(flags.yes, 'yes', { is: `is not the name of the ${of}`, write: `--confirm ${name}` });
  }
  const yes = flags.yes === undefined ? undefined : '--yes';
  const usual = { question: `for the name of the ${of}`, flag: `--confirm ${name}` };
  return isConfirmed(resolved, { confirm: flags.confirm, yes, usual });
}

async function confirm({ name, of }: Confirmation): Promise<boolean> {
  return (await ask(`Type the name of the ${of}, ${name}, to delete it: `)) === name;
}
