import type { Aws } from '../aws/aws.ts';
import { planDestroy } from '../deploy/destroy/plan.ts';
import type { DestroyPlan } from '../deploy/destroy/plan.ts';
import { readStackToDelete } from '../deploy/destroy/read-stack-to-delete.ts';
import { listPreviews } from '../deploy/status/previews.ts';
import type { DeployedPreview } from '../deploy/status/previews.ts';
import { specWords } from '../diagnostics/shell-quote.ts';
import { ownerOf } from '../modules/stack-owner.ts';
import type { Resolved } from '../phases/results.ts';
import { resolveSpec } from './compile-spec.ts';
import type { SpecCall } from './compile-spec.ts';
import { confirmationOf, isConfirmed } from './confirmation.ts';
import { deleteStacks, renderDestroyPlan, reportBlockers } from './delete-stacks.ts';
import { currentTime } from './expiry.ts';
import { wrongValue } from './flags/word.ts';
import { openAwsFor } from './open-aws.ts';
import { ask, askingForCode } from './terminal/ask.ts';
import { UsageError } from './usage-error.ts';
import { inColumns } from './views/columns.ts';
import { previewRows } from './views/previews.ts';

interface ExpiredCall extends SpecCall {
  readonly flags: SpecCall['flags'] & {
    readonly stack: string | undefined;
    readonly unprotect: boolean;
    readonly 'role-arn': string | undefined;
    /** Empty when it is given without a name. */
    readonly yes: string | undefined;
    readonly confirm: string | undefined;
  };
}

/** Deletes every preview of a spec, or of one of its environments, that is over. Resolves to the exit code. */
export async function destroyExpired(call: ExpiredCall): Promise<number> {
  const { flags, terminal } = call;
  if (flags.stack !== undefined) throw new UsageError('a preview has one stack: leave --stack out');
  const environment = flags.from ?? flags.environment;
  const flag = flags.environment === undefined ? 'from' : 'environment';
  const resolved = await resolveSpec({ ...call, flags: { environment } }, flag);
  if (!resolved) return 1;
  const { spec, tree } = resolved;
  const allowed = isAllowed(resolved, flags);
  const aws = await openAwsFor(resolved, { ...askingForCode(), serviceRole: flags['role-arn'] });
  const { account } = await aws.caller();
  const where = `${spec.region} of account ${account}`;
  const previews = await listPreviews(aws, resolved, currentTime());
  terminal.out(previews.length === 0 ? `No previews of ${ownerOf(tree)} in ${where}\n` : table(previews));
  const plans = await planAll(
    aws,
    previews.filter(({ isOver }) => isOver),
    flags.unprotect,
  );
  if (plans.length === 0) return 0;
  for (const plan of plans) terminal.out(renderDestroyPlan(plan, where));
  if (!allowed && !(await askWhether())) {
    terminal.err('archc: nothing was deleted\n');
    return 1;
  }
  let isDone = true;
  for (const plan of plans) {
    // One that is held or fails leaves the others to be deleted.
    const isHeld = reportBlockers(plan, { spec: specWords(tree), region: spec.region }, terminal);
    if (isHeld || (await deleteStacks(aws, plan, terminal)) !== 0) isDone = false;
  }
  return isDone ? 0 : 1;
}

function table(previews: readonly DeployedPreview[]): string {
  return `Previews:\n${inColumns(previewRows(previews))
    .map((line) => `  ${line}\n`)
    .join('')}`;
}

async function planAll(
  aws: Aws,
  previews: readonly DeployedPreview[],
  unprotects: boolean,
): Promise<readonly DestroyPlan[]> {
  const plans: DestroyPlan[] = [];
  for (const { stack } of previews) {
    const toDelete = await readStackToDelete(aws, 'backend', stack.name);
    const plan = planDestroy([toDelete], { unprotects });
    if (plan.steps.length > 0) plans.push(plan);
  }
  return plans;
}

/** Whether a flag says that they may be deleted. --yes needs no name, because only what is over is deleted. */
function isAllowed(resolved: Resolved, { yes, confirm }: ExpiredCall['flags']): boolean {
  const { name, of } = confirmationOf(resolved);
  if (yes !== undefined && yes !== '' && yes !== name) {
    throw wrongValue(yes, 'yes', {
      is: `is not the name of the ${of}`,
      write: `--yes alone, or --confirm ${name}`,
    });
  }
  const usual = { question: 'whether to delete previews', flag: '--yes' };
  // No preview is protected, whatever it is a preview of.
  return isConfirmed(resolved, {
    confirm,
    yes: yes === undefined ? undefined : '--yes',
    usual,
    isProtected: false,
  });
}

async function askWhether(): Promise<boolean> {
  return /^y(es)?$/i.test(await ask('Delete these previews? [y/N] '));
}
