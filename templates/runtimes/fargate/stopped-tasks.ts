import type { AwsCall } from '../../../compiler/modules/operations.ts';

/** A task that stopped although it was still wanted. */
export interface Stop {
  /** The last part of its ARN, which is also part of its log stream's name. */
  readonly id: string;
  readonly at: string;
  /** `Essential container in task exited (exit code 1)`. */
  readonly why: string;
}

interface Task {
  readonly taskArn?: string;
  readonly stoppedAt?: { toISOString(): string };
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers?: readonly Container[];
}

interface Container {
  readonly name?: string;
  readonly exitCode?: number;
  readonly reason?: string;
}

/** The container's name in backend/service.yaml. The name of its log stream begins with the prefix and this name. */
const container = 'api';

/**
 * The newest first. ECS remembers a task for an hour after it has stopped. All tasks are this service's: the cluster
 * has no other.
 */
export async function listStops(call: AwsCall, cluster: string): Promise<readonly Stop[]> {
  const listed = await call('ecs', 'listTasks', { cluster, desiredStatus: 'STOPPED' });
  const { taskArns = [] } = listed as { readonly taskArns?: readonly string[] };
  if (taskArns.length === 0) return [];
  const described = await call('ecs', 'describeTasks', { cluster, tasks: taskArns });
  const { tasks = [] } = described as { readonly tasks?: readonly Task[] };
  return tasks
    .filter((task) => !isWanted(task))
    .map(readStop)
    .sort((one, other) => (one.at < other.at ? 1 : -1));
}

/** Whether the stop was intended: scaling, balancing between zones, or replacing it by a newer version. */
function isWanted({ stopCode, stoppedReason = '' }: Task): boolean {
  return (
    /^Scaling activity/i.test(stoppedReason) ||
    (stopCode === 'ServiceSchedulerInitiated' && !/failed|unhealthy/i.test(stoppedReason))
  );
}

function readStop({ taskArn = '', stoppedAt, stoppedReason, containers = [] }: Task): Stop {
  const own = containers.find(({ name }) => name === container);
  const details = [own?.reason, own?.exitCode === undefined ? undefined : `exit code ${own.exitCode}`].filter(
    (detail) => detail !== undefined && stoppedReason?.includes(detail) !== true,
  );
  const reason = (stoppedReason ?? 'AWS gives no reason').replace(/\s+/g, ' ').trim();
  return {
    id: taskArn.split('/').at(-1) ?? '',
    at: stoppedAt?.toISOString().replace(/\.\d+Z$/, 'Z') ?? '',
    why: details.length === 0 ? reason : `${reason} (${details.join('; ')})`,
  };
}

export function logStreamOf({ id }: Stop): string {
  return `${container}/${container}/${id}`;
}
