import { AwsFailure } from './aws-failure.ts';
import { isSuccess } from './decide.ts';
import { DeploymentError } from './deployment-error.ts';
import { currentOperation } from './events.ts';
import { explainFailure, explainRefusal } from './explain-failure.ts';
import { follow } from './follow.ts';
import type { Followed } from './follow.ts';
import type { DeployedStack, StackEvent } from './model.ts';
import type { Prepared } from './prepare.ts';
import { decideProtection } from './protection.ts';
import { readResourceLog } from './resource-log.ts';
import type { ResourceLog } from './resource-log.ts';
import { findRootCause } from './root-cause.ts';
import type { Scene } from './scene.ts';
import { decideTags } from './tags.ts';
import type { WantedStack } from './wanted.ts';

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
  if (plan.step === 'none' && deployed) return settle(wanted, 'unchanged', scene);
  if (plan.step === 'replace' && deployed) {
    const isGone = await removeFirst(wanted, deployed, scene);
    if (!isGone) return { state: 'failed' };
  }
  const id = prepared.changeSet ?? (await proposeCreation(wanted, scene));
  if (id === undefined) return { state: 'failed' };

  const before = await scene.aws.describeStack(wanted.name);
  if (!before) throw new DeploymentError(`stack "${wanted.name}" has gone in the meantime`);
  const after = (await scene.aws.eventsAfter(before.id, undefined)).at(-1)?.id;
  await scene.changeSets.execute(id, mode);
  if (mode.detaches) return { state: 'started' };
  const end = await watch(wanted, before.id, { after }, scene);
  return conclude(wanted, end, scene);
}

/** Joins an operation that was begun by someone else, or in a run that was left. */
export async function joinOperation(
  wanted: WantedStack,
  { id }: DeployedStack,
  scene: Scene,
): Promise<StackOutcome> {
  const known = currentOperation(await scene.aws.eventsAfter(id, undefined));
  const end = await watch(wanted, id, { after: undefined, known }, scene);
  return conclude(wanted, end, scene);
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

/** Tells why AWS takes neither the template nor the values as they are. */
export function tellRefusal(
  wanted: WantedStack,
  reason: string,
  findings: Parameters<typeof explainRefusal>[1],
  { tell, context }: Scene,
): void {
  tell.fail(explainRefusal(reason, findings, wanted, context), { after: 'Nothing was changed.' });
}

async function removeFirst(
  wanted: WantedStack,
  { id, status }: DeployedStack,
  scene: Scene,
): Promise<boolean> {
  scene.tell.step(`Deleting stack "${wanted.name}", which is in ${status}`);
  const after = (await scene.aws.eventsAfter(id, undefined)).at(-1)?.id;
  await scene.aws.deleteStack(id);
  // A stack without resources goes without an event to follow.
  if (status === 'REVIEW_IN_PROGRESS') return true;
  const end = await watch(wanted, id, { after }, scene);
  if (isSuccess(end.status)) return true;
  tellFailure(wanted, end, scene);
  return false;
}

interface Start {
  readonly after: string | undefined;
  readonly known?: readonly StackEvent[];
}

interface Watched extends Followed {
  /** By logical id. */
  readonly logs: ReadonlyMap<string, Promise<ResourceLog | undefined>>;
}

async function watch(wanted: WantedStack, id: string, start: Start, scene: Scene): Promise<Watched> {
  const { aws, sleep } = scene;
  const watching = scene.tell.watch(wanted.name);
  const logs = new Map<string, Promise<ResourceLog | undefined>>();
  const watcher = {
    lost: watching.lost,
    saw(events: readonly StackEvent[]) {
      watching.saw(events);
      for (const event of events) {
        const isCustom = event.type.startsWith('Custom::') && event.status.endsWith('_FAILED');
        if (isCustom) logs.set(event.logicalId, readResourceLog(aws, event, wanted.template.root));
      }
    },
  };
  const offerCancel = () => {
    watching.pause();
    void cancel(wanted, scene).then(watching.resume, watching.resume);
  };
  const followed = await scene.heeding(offerCancel, () => follow(aws, id, start, { watcher, sleep }));
  watching.end(followed.status);
  return { ...followed, logs };
}

async function cancel({ name }: WantedStack, { aws, tell, confirm }: Scene): Promise<void> {
  const stack = await aws.describeStack(name);
  if (stack?.status !== 'UPDATE_IN_PROGRESS') {
    const why = stack?.status ?? 'gone';
    tell.step(`Only an update can be cancelled, and "${name}" is ${why}. Ctrl-C again leaves it to AWS`);
    return;
  }
  if (!(await confirm(`Cancel the update of "${name}", and have it rolled back?`))) return;
  try {
    await aws.cancelUpdate(name);
    tell.step(`Cancelling the update of "${name}"`);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    tell.step(`The update can't be cancelled: ${error.message}`);
  }
}

async function conclude(wanted: WantedStack, end: Watched, scene: Scene): Promise<StackOutcome> {
  if (isSuccess(end.status)) return settle(wanted, 'deployed', scene);
  tellFailure(wanted, end, scene, await end.logs.get(findRootCause(end.events)?.event.logicalId ?? ''));
  return { state: 'failed' };
}

function tellFailure(wanted: WantedStack, end: Followed, scene: Scene, log?: ResourceLog): void {
  const cause = findRootCause(end.events);
  const after = describeEnd(wanted.name, end.status);
  const findings = cause ? explainFailure(cause, wanted, scene.context) : [];
  scene.tell.fail(findings, { after, ...(log && { log }) });
}

const ends: Readonly<Record<string, string>> = {
  ROLLBACK_COMPLETE: 'what had been made of it was deleted again; the next deployment replaces it',
  UPDATE_ROLLBACK_COMPLETE: 'it is as it was before',
  CREATE_FAILED: 'what has been made is kept: go on with --no-rollback, or delete it with "archc destroy"',
  UPDATE_FAILED: 'what has been changed is kept: mend the cause and go on with --no-rollback',
  ROLLBACK_FAILED: 'not all that had been made could be deleted: "archc destroy" tries again',
  UPDATE_ROLLBACK_FAILED:
    'the rollback failed too: mend what it failed on, then "aws cloudformation continue-update-rollback"',
  DELETE_FAILED: 'not all of it could be deleted: "archc destroy" tries again',
};

function describeEnd(name: string, status: string): string {
  return `Stack "${name}" is in ${status}: ${ends[status] ?? 'see the CloudFormation console'}.`;
}

/** The stack as it is now, protected as the spec wants it. */
async function settle(
  wanted: WantedStack,
  state: 'deployed' | 'unchanged',
  { aws, tell, context }: Scene,
): Promise<StackOutcome> {
  const stack = await aws.describeStack(wanted.name);
  if (!stack) throw new DeploymentError(`stack "${wanted.name}" has gone in the meantime`);
  const decision = decideProtection(stack, wanted.kind, context.resolved);
  if (decision === 'keep') return { state, stack };
  await aws.setTerminationProtection(wanted.name, decision === 'protect');
  tell.step(
    `Stack "${wanted.name}" is ${decision === 'protect' ? 'now' : 'no longer'} protected from deletion`,
  );
  return { state, stack: { ...stack, isProtected: decision === 'protect' } };
}
