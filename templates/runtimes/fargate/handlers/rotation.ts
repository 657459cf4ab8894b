import { ECS } from '@aws-sdk/client-ecs';
import type { ListServiceDeploymentsRequest, ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import { rotating } from '../../../base/handlers/rotation.ts';

const ecs = new ECS();

const ongoing: ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
];

export const handler = rotating({
  logicalId: 'EcsService',

  async isRenewed(service, since, task) {
    const count = async (filter: Omit<ListServiceDeploymentsRequest, 'service'>) => {
      const asked = { cluster: service.split('/')[1], service, ...filter };
      const { serviceDeployments: found } = await task.call((options) =>
        ecs.listServiceDeployments(asked, options),
      );
      return found?.length ?? 0;
    };
    if ((await count({ status: ongoing })) > 0) return undefined;
    return (await count({ status: ['SUCCESSFUL'], createdAt: { after: new Date(since) } })) > 0;
  },

  async restart(service, task) {
    const renewal = { cluster: service.split('/')[1], service, forceNewDeployment: true };
    await task.call((options) => ecs.updateService(renewal, options));
  },
});
