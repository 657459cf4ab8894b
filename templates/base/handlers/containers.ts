import { CloudFormation } from '@aws-sdk/client-cloudformation';
import type { Task } from '../../handlers/task.ts';

/** The service whose containers read the password when they start. */
export interface Containers {
  /** The service's. */
  readonly logicalId: string;
  /** Whether a deployment that began after that has started all containers anew; nothing while one goes on. */
  isRenewed(service: string, since: number, task: Task): Promise<boolean | undefined>;
  restart(service: string, task: Task): Promise<void>;
}

const stacks = new CloudFormation();

/** Starts the containers anew if they have not been since then, and waits until they are, and no deployment goes on. */
export async function renew(containers: Containers, since: number, task: Task, waits = true): Promise<void> {
  // The function can't be given the service's ARN: the service is made after it.
  const resource = { StackName: task.request.StackId, LogicalResourceId: containers.logicalId };
  const found = await task.call((options) => stacks.describeStackResource(resource, options));
  const service = found.StackResourceDetail?.PhysicalResourceId ?? '';
  let isAsked = false;
  for (;;) {
    const isRenewed = await containers.isRenewed(service, since, task);
    if (isRenewed) return;
    if (isRenewed === false && !isAsked) {
      await containers.restart(service, task);
      isAsked = true;
    }
    if (!waits) return;
    await task.pause('a deployment of the service goes on');
  }
}
