import type { DeployedStack, ValidationFinding } from '../aws/model.ts';
import { explainRefusal } from './failure/explain.ts';
import { followOperation } from './operation.ts';
import { DeploymentError } from './plan/deployment-error.ts';
import type { Prepared } from './plan/prepare.ts';
import { decideProtection } from './plan/protection.ts';
import { decideTags } from './plan/tags.ts';
import type { WantedStack } from './plan/wanted.ts';
import type { Scene } from './scene.ts';

export interface Mode {
  /** What was made before a failure is left as it is. */
  readonly keepsFailed: boolean;
  /** The operation is started and not followed. */
  readonly detaches: boolean;
}

export type StackOutcome =
  | { readonly state: 'deployed' | 'unchanged'; readonly stack: DeployedStack }
  | { readonly state: 'started' }
  /** It was told. */
  | { readonly state: 'failed' };

/** Carries out the plan of one stack, and follows it to its end. */
export async function deployStack(
  prepared: Extract<Prepared, { state: 'planned' }>,
  mode: Mode,
  scene: Scene,
): Promise<StackOutcome> {
  const { plan, deployed } = prepared;
  const { wanted } = plan;
  if (plan.action === 'none') return settle(wanted, 'unchanged', scene);
  if (plan.action === 'replace' && deployed) await removeFirst(wanted, deployed, scene);
  const id = prepared.changeSet ?? (await proposeCreation(wanted, scene));
  if (id === undefined) return { state: 'failed' };

  const before = await find(wanted, scene);
  const after = (await scene.aws.eventsAfter(before.id, undefined)).at(-1)?.id;
  await scene.changeSets.execute(id, mode);
  if (mode.detaches) return { state: 'started' };
  const isDone = await followOperation(wanted, before.id, { after }, scene);
  return isDone ? settle(wanted, 'deployed', scene) : { state: 'failed' };
}

/** Tells why AWS takes neither the template nor the values as they are. */
export function tellRefusal(
  wanted: WantedStack,
  reason: string,
  findings: readonly ValidationFinding[],
  { tell, context }: Scene,
): void {
  tell.fail(explainRefusal(reason, findings, wanted, context), { after: 'Nothing was changed.' });
}

/** Waits by the stack's status: there are no events to follow when it holds nothing. */
async function removeFirst(
  { kind }: WantedStack,
  { id, name, status, isProtected }: DeployedStack,
  { aws, sleep, tell, context }: Scene,
): Promise<void> {
  const wayOut = `archc destroy ${context.resolved.tree.name} --stack ${kind} --unprotect`;
  if (isProtected) {
    throw new DeploymentError(
      `stack "${name}" is in ${status} and must be deleted first, but it has termination protection. To continue, run "${wayOut}"`,
    );
  }
  tell.step(`Deleting stack "${name}", which is in ${status}`);
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

async function proposeCreation(wanted: WantedStack, scene: Scene): Promise<string | undefined> {
  const { id, changeSet, findings } = await scene.changeSets.propose({
    stack: wanted.name,
    kind: 'create',
    template: wanted.text,
    parameters: wanted.parameters,
    tags: decideTags(undefined, wanted.tags, wanted.tagsAreFixed).tags,
  });
  if (changeSet.status !== 'FAILED') return id;
  tellRefusal(wanted, changeSet.reason ?? 'AWS gives no reason', findings, scene);
  return undefined;
}

/** The stack as it is now, protected as the spec wants it. */
async function settle(
  wanted: WantedStack,
  state: 'deployed' | 'unchanged',
  scene: Scene,
): Promise<StackOutcome> {
  const stack = await find(wanted, scene);
  const decision = decideProtection(stack, wanted.kind, scene.context.resolved);
  if (decision === 'keep') return { state, stack };
  const isProtected = decision === 'protect';
  await scene.aws.setTerminationProtection(wanted.name, isProtected);
  scene.tell.step(`Stack "${wanted.name}" ${isProtected ? 'now' : 'no longer'} has termination protection`);
  return { state, stack: { ...stack, isProtected } };
}

async function find({ name }: WantedStack, { aws }: Scene): Promise<DeployedStack> {
  const stack = await aws.describeStack(name);
  if (!stack) throw new DeploymentError(`stack "${name}" was deleted in the meantime`);
  return stack;
}
