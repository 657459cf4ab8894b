import { AppRunnerClient, ListOperationsCommand } from '@aws-sdk/client-apprunner';
import { ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';

/** How each runtime shows that containers have started anew. */
export const renewals = {
  appRunner: {
    /** The operations of the service, the newest first. */
    async read(miniStack: MiniStack, ServiceArn: string): Promise<readonly string[]> {
      const client = new AppRunnerClient(clientConfig(miniStack));
      const { OperationSummaryList = [] } = await client.send(new ListOperationsCommand({ ServiceArn }));
      return OperationSummaryList.map(({ Type = '', Status = '' }) => `${Type} ${Status}`);
    },
    isNew: (before: readonly string[], after: readonly string[]) =>
      after.length === before.length + 1 && after[0] === 'START_DEPLOYMENT SUCCEEDED',
    isKept: (before: readonly string[], after: readonly string[]) =>
      after.length === before.length + 1 && after[0] === 'START_DEPLOYMENT ROLLBACK_SUCCEEDED',
  },
  fargate: {
    /** The tasks that run. */
    async read(miniStack: MiniStack, service: string): Promise<readonly string[]> {
      const client = new ECSClient(clientConfig(miniStack));
      const request = new ListTasksCommand({ cluster: service.split('/')[1], desiredStatus: 'RUNNING' });
      return (await client.send(request)).taskArns ?? [];
    },
    isNew: (before: readonly string[], after: readonly string[]) =>
      after.length === before.length && !after.some((task) => before.includes(task)),
    isKept: (before: readonly string[], after: readonly string[]) =>
      after.length === before.length && after.every((task) => before.includes(task)),
  },
} as const;
