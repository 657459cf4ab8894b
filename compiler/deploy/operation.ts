import { AwsFailure } from '../aws/failure.ts';
import type { DeployedStack, StackEvent, StackResource } from '../aws/model.ts';
import { explainFailure } from './failure/explain.ts';
import { lookInto } from './failure/look-into.ts';
import type { Insight } from './failure/look-into.ts';
import { findRootCause } from './failure/root-cause.ts';
import { currentOperation, isOfStack } from './follow/events.ts';
import { follow, wordLoss } from './follow/follow.ts';
import type { Start } from './follow/follow.ts';
import { isSuccess } from './plan/decide.ts';
import type { WantedStack } from './plan/wanted.ts';
import { wordWayOut } from './plan/way-out.ts';
import { liftProtection, madeIn, protectedIn } from './protected.ts';
import type { Deployment } from './deployment.ts';

/** Follows an operation that someone else, or an earlier run, started. Resolves as `followOperation` does. */
export async function joinOperation(
  wanted: WantedStack,
  { id }: DeployedStack,
  deployment: Deployment,
): Promise<boolean> {
  const events = await deployment.aws.eventsAfter(id, undefined).catch((error: unknown) => {
    throw wordLoss(error);
  });
  const known = currentOperation(events);
  const after = known[0] ? events[events.indexOf(known[0]) - 1]?.id : events.at(-1)?.id;
  return followOperation(wanted, id, { after, token: known[0]?.token, known }, deployment);
}

/** Watches an operation to its end. Resolves to whether the operation succeeded; a failure has been reported. */
export async function followOperation(
  wanted: WantedStack,
  id: string,
  start: Start,
  deployment: Deployment,
): Promise<boolean> {
  const { aws, sleep, report, heeding } = deployment;
  const watching = report.watch(wanted.name);
  const insights = new Map<string, Promise<Insight>>();
  const seen: StackEvent[] = [];
  const watcher = {
    lost: watching.lost,
    saw(events: readonly StackEvent[]) {
      watching.saw(events);
      for (const event of events) insights.set(event.id, lookInto(event, wanted, deployment));
      seen.push(...events);
      if (events.some(isRollbackOf('creation')))
        void liftProtections(wanted, aws.listResources(id), deployment);
      if (events.some(isRollbackOf('update'))) void liftProtections(wanted, madeIn(seen), deployment);
    },
  };
  const offerCancel = () => {
    watching.pause();
    void cancel(wanted, deployment).then(watching.resume, watching.resume);
  };
  const { status, events } = await heeding(offerCancel, () => follow(aws, id, start, { watcher, sleep }));
  watching.end(status);
  if (isSuccess(status)) return true;

  const cause = findRootCause(events);
  const insight = (cause && (await insights.get(cause.event.id))) ?? {};
  const { log } = insight;
  // Without a cause, someone has cancelled the operation.
  const after = `${cause ? '' : 'It was cancelled. '}${wordEnd(wanted, status, deployment)}`;
  const findings = cause ? explainFailure(cause, insight, wanted, deployment.context) : [];
  report.fail(findings, { after, ...(log && { log }) });
  return false;
}

/** Whether AWS begins to undo what it has done, and so deletes what it has made. */
function isRollbackOf(what: 'creation' | 'update'): (event: StackEvent) => boolean {
  const status = what === 'creation' ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS';
  return (event) => isOfStack(event) && event.status === status;
}

/**
 * At once, because AWS would fail to delete what is protected. What an update has made would then stay, outside the stack.
 * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/744
 */
async function liftProtections(
  wanted: WantedStack,
  deleted: readonly StackResource[] | Promise<readonly StackResource[]>,
  { aws, report }: Deployment,
): Promise<void> {
  try {
    for (const each of protectedIn(wanted.template.root, await deleted)) {
      await liftProtection(aws.call, each);
      report.step(`Lifted the deletion protection of the ${each.of}, so that AWS can delete it again`);
    }
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    report.step(`archc could not lift the protection of what AWS has to delete again: ${error.message}`);
  }
}

async function cancel({ name }: WantedStack, { aws, report, ask }: Deployment): Promise<void> {
  const stack = await aws.describeStack(name);
  if (stack?.status !== 'UPDATE_IN_PROGRESS') {
    const state = stack ? `is in ${stack.status}` : 'no longer exists';
    report.step(
      `Only an update can be cancelled, and stack "${name}" ${state}. Ctrl-C again leaves it to AWS`,
    );
    return;
  }
  if (!(await ask(`Cancel the update of "${name}" and roll it back?`))) return;
  try {
    await aws.cancelUpdate(name);
    report.step(`Cancelling the update of "${name}"`);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    report.step(`AWS cannot cancel the update: ${error.message}`);
  }
}

const ends: Readonly<Record<string, string>> = {
  ROLLBACK_COMPLETE: 'AWS deleted again what it had created; the next deployment replaces the stack',
  UPDATE_ROLLBACK_COMPLETE: 'it is as it was before the update',
  CREATE_FAILED:
    'what AWS has created is kept: continue with --no-rollback, or delete it with "archc destroy --stack KIND"',
  UPDATE_FAILED: 'what AWS has changed is kept: fix the cause and continue with --no-rollback',
  ROLLBACK_FAILED:
    'AWS could not delete all that it had created: run "archc destroy --stack KIND" to try again',
  UPDATE_ROLLBACK_FAILED:
    'the rollback failed too: fix what it failed on, then run "aws cloudformation continue-update-rollback --stack-name STACK"',
  DELETE_FAILED: 'AWS could not delete all of it: run "archc destroy --stack KIND" to try again',
};

function wordEnd(wanted: WantedStack, status: string, { context }: Deployment): string {
  const end = ends[status] ?? 'see the CloudFormation console';
  return `Stack "${wanted.name}" is in ${status}: ${wordWayOut(end, wanted, context.resolved)}.`;
}
