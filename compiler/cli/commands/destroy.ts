import { openAws } from '../../aws/aws.ts';
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
import { environmentFlag } from '../flags/environment.ts';
import { flag, text } from '../flags/flag.ts';
import { fromFlag, previewFlag } from '../flags/preview.ts';
import { serviceRoleFlag } from '../flags/service-role.ts';
import { chooseKinds, stackFlag } from '../flags/stacks.ts';
import { anyText, wrongValue } from '../flags/word.ts';
import { ask, askingForCode, isInteractive } from '../terminal/ask.ts';
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
    yes: text(anyText('NAME'), 'name of the API or of the preview, to delete without being asked', {
      standsAlone: true,
    }),
  },
  details: [
    'Deletes the backend stack, then the shared one, and follows until they are gone. First shows what is lost, what stays,',
    'and what prevents the deletion; while anything does, nothing is deleted. A missing stack counts as deleted.',
    'Of a preview, the database and its user are dropped too. With --expired --yes, no name is needed: only previews that are',
    'over are deleted, each for itself, and the others are listed.',
    'Exit code 0: the stacks are gone; 1: prevented, cancelled, or AWS could not delete them; 2: wrong usage.',
  ].join('\n'),
  examples: [
    'archc destroy specs/todo.yaml',
    'archc destroy specs/todo.yaml --stack backend',
    'archc destroy specs/todo.yaml --unprotect --yes todo',
    'archc destroy specs/todo.yaml --preview PR-123 --from dev --yes pr-123',
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
    const named = nameOf(compiled.resolved);
    refuseWrongName(named, flags.yes);

    const aws = await openAws(spec.region, { ...askingForCode(), serviceRole: flags['role-arn'] });
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
    terminal.out(renderDestroyPlan(plan, `${spec.region} of account ${account}`));
    const about = { spec: specWords(compiled.resolved.tree), region: spec.region };
    if (reportBlockers(plan, about, terminal) || !(await confirm(named, flags.yes))) {
      terminal.err('archc: nothing was deleted\n');
      return 1;
    }
    return deleteStacks(aws, plan, terminal);
  },
});

/** The name that a person types so that nothing is deleted by mistake. */
interface Named {
  /** What has the name: `the API`. */
  readonly what: string;
  readonly name: string;
}

function nameOf({ spec, tree: { preview } }: Resolved): Named {
  return preview ? { what: 'the preview', name: preview.id } : { what: 'the API', name: spec.name };
}

function refuseWrongName({ what, name }: Named, given: string | undefined): void {
  if (given === undefined && !isInteractive()) {
    throw new UsageError(
      `without a terminal nobody can be asked for the name of ${what}: write --yes ${name}`,
    );
  }
  if (given === '') throw new UsageError(`--yes needs a value: write --yes ${name}`);
  if (given !== undefined && given !== name) {
    throw wrongValue(given, 'yes', { is: `is not the name of ${what}`, write: `--yes ${name}` });
  }
}

async function confirm({ what, name }: Named, given: string | undefined): Promise<boolean> {
  return given === name || (await ask(`Type the name of ${what}, ${name}, to delete it: `)) === name;
}
