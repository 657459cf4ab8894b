import { CloudFormation } from '@aws-sdk/client-cloudformation';
import type { Task } from '../../handlers/task.ts';

/** The service whose containers read the password when they start. */
export interface Containers {
  /** Of the service. */
  readonly logicalId: string;
  /** When the oldest container started, in milliseconds since 1970; nothing while a deployment goes on. */
  readOldest(service: string, task: Task): Promise<number | undefined>;
  restart(service: string, task: Task): Promise<void>;
}

const stacks = new CloudFormation();

/** The function can't be given the service's ARN: the service is made after it. */
async function findService({ logicalId: LogicalResourceId }: Containers, task: Task): Promise<string> {
  const resource = { StackName: task.request.StackId, LogicalResourceId };
  const { StackResourceDetail: found } = await task.call((options) =>
    stacks.describeStackResource(resource, options),
  );
  return found?.PhysicalResourceId ?? '';
}

export async function awaitEndOfDeployment(containers: Containers, task: Task): Promise<void> {
  const service = await findService(containers, task);
  while ((await containers.readOldest(service, task)) === undefined) await task.pause(ongoing);
}

/** Resolves when all containers have started since then. */
export async function renewContainers(containers: Containers, since: number, task: Task): Promise<void> {
  await renewOnce(containers, since, task);
  const service = await findService(containers, task);
  for (;;) {
    const oldest = await containers.readOldest(service, task);
    if (oldest !== undefined && oldest >= since) return;
    await task.pause(oldest === undefined ? ongoing : 'containers from before the last rotation still run');
  }
}

/** Starts the containers anew if one is older. A deployment that goes on does so itself. */
export async function renewOnce(containers: Containers, since: number, task: Task): Promise<void> {
  const service = await findService(containers, task);
  const oldest = await containers.readOldest(service, task);
  if (oldest !== undefined && oldest < since) await containers.restart(service, task);
}

const ongoing = 'a deployment of the service goes on';
