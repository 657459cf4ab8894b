import { deliver } from './deliver.ts';
import type { LambdaContext, Properties, ResourceRequest } from './request.ts';
import { startTask } from './task.ts';
import type { Task } from './task.ts';

/** A kind of custom resource. Lambda may deliver an event twice, so every method can be repeated. */
export interface Kind {
  /** The physical id: it consists of the properties whose change replaces the resource. */
  idOf(properties: Properties): string;
  readonly idPattern: RegExp;
  /** Creates or updates the resource; resolves to its attributes. */
  make(id: string, properties: Properties, task: Task): Promise<Record<string, string>>;
  /** Also succeeds when the resource does not exist. */
  remove(id: string, properties: Properties, task: Task): Promise<void>;
  /** Whether an error says that what holds the resource was deleted. */
  isGone(error: Error): boolean;
}

/** Whatever happens, CloudFormation gets one answer: without it the stack would wait for ServiceTimeout. */
export function answering(kind: Kind): (request: ResourceRequest, context: LambdaContext) => Promise<void> {
  return async (request, context) => {
    const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId } = request;
    // Never the whole request: whoever knows its ResponseURL can answer it.
    console.log(request.RequestType, LogicalResourceId, PhysicalResourceId ?? '');
    // The rest of the time is kept for the answer.
    const task = startTask(request, Math.floor(context.getRemainingTimeInMillis() * 0.95));
    const outcome = await handleRequest(kind, request, task).catch((error: unknown) => ({
      Status: 'FAILED' as const,
      Reason: `${task.describe(error)} (log: ${context.logGroupName} ${context.logStreamName})`,
      // After a failed Create, CloudFormation sends a Delete with this id.
      PhysicalResourceId: PhysicalResourceId ?? kind.idOf(request.ResourceProperties),
    }));
    console.log(outcome);
    await deliver(ResponseURL, { StackId, RequestId, LogicalResourceId, ...outcome });
  };
}

async function handleRequest(kind: Kind, request: ResourceRequest, task: Task) {
  const { RequestType, ResourceProperties: properties, PhysicalResourceId: current = '' } = request;
  const isId = (id: string) => kind.idPattern.test(id);
  const wanted = kind.idOf(properties);
  if (RequestType === 'Delete') {
    // CloudFormation makes up an id of another form for a Create without an answer.
    const id = isId(current) ? current : wanted;
    if (isId(id)) await remove(kind, id, properties, task);
    return { Status: 'SUCCESS' as const, PhysicalResourceId: current };
  }
  if (RequestType !== 'Create' && RequestType !== 'Update') throw new Error(`Unknown request ${RequestType}`);
  if (!isId(wanted)) throw new Error(`Wrong or missing properties: ${wanted}`);
  const Data = await kind.make(wanted, properties, task);
  await removeLeftover(kind, wanted, request, task);
  return { Status: 'SUCCESS' as const, PhysicalResourceId: wanted, Data };
}

/** No Delete follows a failed Update. In the Update that rolls it back, the old properties show what it left behind. */
async function removeLeftover(
  kind: Kind,
  wanted: string,
  request: ResourceRequest,
  task: Task,
): Promise<void> {
  const { PhysicalResourceId, OldResourceProperties } = request;
  const old = OldResourceProperties && kind.idOf(OldResourceProperties);
  if (!old || old === wanted || old === PhysicalResourceId || !kind.idPattern.test(old)) return;
  await remove(kind, old, OldResourceProperties, task).catch((error: unknown) => {
    console.log(`Left behind: ${old}: ${task.describe(error)}`);
  });
}

async function remove(kind: Kind, id: string, properties: Properties, task: Task): Promise<void> {
  await kind.remove(id, properties, task).catch((error: unknown) => {
    if (!(error instanceof Error && kind.isGone(error))) throw error;
    console.log(`Nothing to remove: ${task.describe(error)}`);
  });
}
