import { AwsFailure } from '../aws/failure.ts';
import type { DeployedStack, ResourceChange, ValidationFinding } from '../aws/model.ts';
import { specWords } from '../diagnostics/shell-quote.ts';
import { explainRefusal } from './failure/explain.ts';
import { operationOf } from './follow/events.ts';
import { followOperation } from './operation.ts';
import { explainInterference } from './plan/change-sets.ts';
import { DeploymentError } from './plan/deployment-error.ts';
import type { Planned } from './plan/prepare.ts';
import type { StackPlan } from './plan/plan.ts';
import { decideProtection } from './plan/protection.ts';
import { decideTags } from './plan/tags.ts';
import type { WantedStack } from './plan/wanted.ts';
import type { Deployment } from './deployment.ts';

/** How stacks are deployed. */
export interface DeployMode {
  /** Whether a failure is not rolled back: what has been created stays. */
  readonly keepsFailed: boolean;
  /** Whether the operation is only started, and not followed. */
  readonly detaches: boolean;
  /** Whether a new stack may get only what its plan lists. */
  readonly isHeldToPlan?: boolean;
}

export type StackOutcome =
  | { readonly state: 'deployed' | 'unchanged'; readonly stack: DeployedStack }
  | { readonly state: 'started' }
  /** The failure has been reported. */
  | { readonly state: 'failed' };

/** Carries out the plan of one stack, and follows the operation to its end. */
export async function deployStack(
  prepared: Planned,
  mode: DeployMode,
  deployment: Deployment,
): Promise<StackOutcome> {
  const { plan, deployed } = prepared;
  const { wanted } = plan;
  if (plan.action === 'none') return applyProtection(wanted, 'unchanged', deployment);
  if (plan.action === 'replace' && deployed) await removeFirst(wanted, deployed, deployment);
  const id = prepared.changeSet ?? (await proposeCreation(plan, mode, deployment));
  if (id === undefined) return { state: 'failed' };

  const before = await requireStack(wanted, deployment);
  const after = (await deployment.aws.eventsAfter(before.id, undefined)).at(-1)?.id;
  const begun = { stack: before, after, token: `archc-${crypto.randomUUID()}` };
  await execute(id, begun, mode, deployment);
  if (mode.detaches) return { state: 'started' };
  const isDone = await followOperation(wanted, before.id, begun, deployment);
  return isDone ? applyProtection(wanted, 'deployed', deployment) : { state: 'failed' };
}

interface Begun {
  readonly stack: DeployedStack;
  /** The last event before. */
  readonly after: string | undefined;
  readonly token: string;
}

async function execute(id: string, begun: Begun, mode: DeployMode, deployment: Deployment): Promise<void> {
  const { stack, after, token } = begun;
  const hasBegun = async () =>
    operationOf(await deployment.aws.eventsAfter(stack.id, after), token).length > 0;
  try {
    await deployment.changeSets.execute({ id, token, hasBegun }, mode);
  } catch (error) {
    if (!(error instanceof AwsFailure && error.isPassing)) throw explainInterference(error, stack.name);
    throw new DeploymentError(
      `archc does not know whether the operation on stack "${stack.name}" has begun: run the same command again, which follows it or begins it (${error.message})`,
    );
  }
}

/** Reports why AWS refuses the template or its parameters. */
export function reportRefusal(
  wanted: WantedStack,
  reason: string,
  findings: readonly ValidationFinding[],
  { report, context }: Deployment,
): void {
  report.fail(explainRefusal(reason, findings, wanted, context), { after: 'Nothing was changed.' });
}

/**
 * Deletes the stack so that it can be created again. It polls the status, because an empty stack has no events to
 * follow.
 */
async function removeFirst(
  { kind }: WantedStack,
  { id, name, status, isProtected }: DeployedStack,
  { aws, sleep, report, context }: Deployment,
): Promise<void> {
  const wayOut = `archc destroy ${specWords(context.resolved.tree)} --stack ${kind} --unprotect`;
  if (isProtected) {
    throw new DeploymentError(
      `stack "${name}" is in ${status} and must be deleted first, but it has termination protection. To continue, run "${wayOut}"`,
    );
  }
  report.step(`Deleting stack "${name}", which is in ${status}`);
  await aws.deleteStack(id);
  for (;;) {
    const left = await aws.describeStack(id);
    if (!left || left.status === 'DELETE_COMPLETE') return;
    if (left.status === 'DELETE_FAILED') {
      const reason = left.reason ?? 'AWS gives no reason';
      throw new DeploymentError(
        `stack "${name}" could not be deleted: ${reason}. To continue, run "${wayOut}"`,
      );
    }
    await sleep(1_000);
  }
}

async function proposeCreation(
  { wanted, changes }: StackPlan,
  { isHeldToPlan }: DeployMode,
  deployment: Deployment,
): Promise<string | undefined> {
  const { id, changeSet, findings } = await deployment.changeSets.propose({
    stack: wanted.name,
    kind: 'create',
    template: wanted.text,
    parameters: { ...wanted.parameters, ...wanted.firstParameters },
    tags: decideTags(undefined, wanted.tags, wanted.tagsAreFixed).tags,
  });
  if (changeSet.status !== 'FAILED') {
    const isPlanned = ({ action, logicalId }: ResourceChange) =>
      action === 'add' && changes.some((each) => each.logicalId === logicalId && each.action === 'create');
    const other = isHeldToPlan ? changeSet.changes.find((change) => !isPlanned(change)) : undefined;
    if (!other) return id;
    throw new DeploymentError(
      `AWS would ${other.action} ${other.logicalId} in stack "${wanted.name}", which the approved plan does not have`,
    );
  }
  reportRefusal(wanted, changeSet.reason ?? 'AWS gives no reason', findings, deployment);
  return undefined;
}

/** Sets the termination protection that the spec wants, and returns the stack as it is now. */
async function applyProtection(
  wanted: WantedStack,
  state: 'deployed' | 'unchanged',
  deployment: Deployment,
): Promise<StackOutcome> {
  const stack = await requireStack(wanted, deployment);
  const decision = decideProtection(stack, wanted.kind, deployment.context.resolved);
  if (decision === 'keep') return { state, stack };
  const isProtected = decision === 'protect';
  await deployment.aws.setTerminationProtection(wanted.name, isProtected);
  deployment.report.step(
    `Stack "${wanted.name}" ${isProtected ? 'now' : 'no longer'} has termination protection`,
  );
  return { state, stack: { ...stack, isProtected } };
}

/** AWS may not list a new stack at once. */
async function requireStack({ name }: WantedStack, { aws, sleep }: Deployment): Promise<DeployedStack> {
  for (let tries = 0; tries < 5; tries += 1) {
    const stack = await aws.describeStack(name);
    if (stack) return stack;
    await sleep(2_000);
  }
  throw new DeploymentError(
    `AWS says that stack "${name}" does not exist: if someone has deleted it in the meantime, run the same command again`,
  );
}
