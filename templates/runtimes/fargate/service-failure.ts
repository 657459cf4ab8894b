import type { AwsCall, ServiceFailure } from '../../../compiler/modules/operations.ts';
import { readEcsService } from './service-state.ts';
import { listStops, logStreamOf } from './stopped-tasks.ts';

/** Reads why the last task stopped, or else what ECS reports about the service. */
export async function readFailure(
  call: AwsCall,
  { Cluster, EcsService, ServiceLogGroup }: Readonly<Record<string, string>>,
  reason: string,
): Promise<ServiceFailure | undefined> {
  if (Cluster === undefined || !isAboutTasks(reason)) return undefined;
  const [messages, [stop]] = await Promise.all([
    // A rollback may have deleted the service already.
    EcsService === undefined ? [] : listMessages(call, EcsService).catch(() => []),
    listStops(call, Cluster),
  ]);
  if (!stop) {
    const message = messages.find((each) => /unable|failed|unhealthy/i.test(each));
    return message === undefined ? undefined : { reason: message };
  }
  const health = /ELB health checks/.test(stop.why) ? findHealth(messages) : undefined;
  return {
    reason: `the last task stopped: ${stop.why}${health === undefined ? '' : `: ${health}`}`,
    ...(ServiceLogGroup !== undefined && { log: { group: ServiceLogGroup, stream: logStreamOf(stop) } }),
  };
}

/** Whether tasks are the reason. When ECS refuses a request, tasks that stopped earlier explain nothing. */
function isAboutTasks(reason: string): boolean {
  return /circuit breaker|stabilize|exceeded attempts|timed? ?out/i.test(reason);
}

/** The messages of the service's events, the newest first. */
async function listMessages(call: AwsCall, serviceArn: string): Promise<readonly string[]> {
  const service = await readEcsService(call, serviceArn);
  return service?.events?.flatMap(({ message }) => message ?? []) ?? [];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-unhealthy-event-messages.html */
function findHealth(messages: readonly string[]): string | undefined {
  for (const message of messages) {
    const [, reason] = /is unhealthy in .* due to \(reason (.*?)\)\.?$/.exec(message) ?? [];
    if (reason !== undefined) return reason;
  }
  return undefined;
}
