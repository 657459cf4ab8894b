import type { AwsCall, ServiceFailure } from '../../../compiler/modules/operations.ts';
import { readEcsService } from './service-state.ts';
import { listStops, logStreamOf } from './stopped-tasks.ts';

/** Reads why the last task stopped, or else what ECS reports about the service. */
export async function readFailure(
  call: AwsCall,
  ids: Readonly<Record<string, string>>,
  reason: string,
): Promise<ServiceFailure | undefined> {
  const { Cluster, EcsService, ServiceLogGroup } = ids;
  if (Cluster === undefined || !isAboutTasks(reason)) return undefined;
  const [messages, [stop]] = await Promise.all([
    // A rollback may have deleted the service already.
    EcsService === undefined ? [] : listMessages(call, EcsService).catch(() => []),
    listStops(call, Cluster),
  ]);
  const alarm = messages.find((each) => /deployment failed: /i.test(each))?.match(/alarm detected/i);
  if (alarm) return readAlarm(call, ids);
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
  return /circuit breaker|alarm|roll(ed|ing)? ?back|stabilize|exceeded attempts|timed? ?out/i.test(reason);
}

interface AlarmsAnswer {
  readonly MetricAlarms?: readonly {
    readonly AlarmName?: string;
    readonly StateReason?: string;
    readonly StateUpdatedTimestamp?: { getTime(): number };
  }[];
}

/** The alarm that is on, or else only that there was one: it may be over already, with the tasks that caused it. */
async function readAlarm(call: AwsCall, ids: Readonly<Record<string, string>>): Promise<ServiceFailure> {
  const said = 'alarm detected';
  const own = Object.entries(ids).filter(([id]) => id.endsWith('Alarm'));
  const request = { AlarmNames: own.map(([, name]) => name), StateValue: 'ALARM' };
  const answer = (await call('cloudwatch', 'describeAlarms', request).catch(() => ({}))) as AlarmsAnswer;
  const [latest] = [...(answer.MetricAlarms ?? [])].sort(
    (one, other) =>
      (other.StateUpdatedTimestamp?.getTime() ?? 0) - (one.StateUpdatedTimestamp?.getTime() ?? 0),
  );
  if (!latest) return { reason: said };
  const [cause] = own.find(([, id]) => id === latest.AlarmName) ?? [];
  const name = cause ?? latest.AlarmName ?? '';
  return {
    reason: `${said}: ${name} went off: ${latest.StateReason ?? 'AWS gives no reason'}`,
    ...(cause !== undefined && { cause }),
  };
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
