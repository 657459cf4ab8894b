import { ECS } from '@aws-sdk/client-ecs';
import { rotating } from '../../../base/handlers/rotation.ts';

const ecs = new ECS();

/** The database with its user, and the rotation of the user's password. */
export const handler = rotating({
  logicalId: 'EcsService',

  async readOldest(service, task) {
    const [, cluster] = service.split('/');
    const { services = [] } = await task.call((options) =>
      ecs.describeServices({ cluster, services: [service] }, options),
    );
    const deployments = services.flatMap((each) => each.deployments ?? []);
    if (deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS')) return undefined;
    const times: number[] = [];
    let nextToken: string | undefined;
    do {
      const page = { cluster, serviceName: service, nextToken };
      const listed = await task.call((options) => ecs.listTasks(page, options));
      const { taskArns = [] } = listed;
      const { tasks = [] } =
        taskArns.length === 0
          ? {}
          : await task.call((options) => ecs.describeTasks({ cluster, tasks: taskArns }, options));
      times.push(...tasks.map(({ createdAt }) => createdAt?.getTime() ?? 0));
      ({ nextToken } = listed);
    } while (nextToken);
    return Math.min(...times);
  },

  async restart(service, task) {
    const [, cluster] = service.split('/');
    await task.call((options) => ecs.updateService({ cluster, service, forceNewDeployment: true }, options));
  },
});
