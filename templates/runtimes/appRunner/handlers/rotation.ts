import { AppRunner } from '@aws-sdk/client-apprunner';
import { rotating } from '../../../base/handlers/rotation.ts';

const client = new AppRunner();

/** The operations after which all instances have read their secrets anew. */
const renewing = ['CREATE_SERVICE', 'START_DEPLOYMENT', 'UPDATE_SERVICE'];

/** The database with its user, and the rotation of the user's password. */
export const handler = rotating({
  logicalId: 'Service',

  async readOldest(ServiceArn, task) {
    const { Service } = await task.call((options) => client.describeService({ ServiceArn }, options));
    if (Service?.Status === 'OPERATION_IN_PROGRESS') return undefined;
    // A service without instances.
    if (Service?.Status !== 'RUNNING') return Infinity;
    const { OperationSummaryList: operations = [] } = await task.call((options) =>
      client.listOperations({ ServiceArn }, options),
    );
    const last = operations.find(
      ({ Type = '', Status }) => Status === 'SUCCEEDED' && renewing.includes(Type),
    );
    return last?.StartedAt?.getTime() ?? 0;
  },

  async restart(ServiceArn, task) {
    await task.call(
      (options) => client.startDeployment({ ServiceArn }, options),
      // It began to do something else in the meantime.
      ({ name }) => name === 'InvalidStateException',
    );
  },
});
