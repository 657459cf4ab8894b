import { AppRunner } from '@aws-sdk/client-apprunner';
import { rotating } from '../../../base/handlers/rotation.ts';

const client = new AppRunner();

export const handler = rotating({
  logicalId: 'Service',

  // A paused service has no containers, and those of a resumed one have not read their secrets anew.
  async isRenewed(ServiceArn, since, task) {
    const { Service } = await task.call((options) => client.describeService({ ServiceArn }, options));
    if (Service?.Status === 'OPERATION_IN_PROGRESS') return undefined;
    if (Service?.Status !== 'RUNNING') return true;
    const listed = await task.call((options) => client.listOperations({ ServiceArn }, options));
    const operations = listed.OperationSummaryList ?? [];
    return operations.some(
      ({ Type = '', Status, StartedAt }) =>
        /^(CREATE|START|UPDATE)_/.test(Type) && Status === 'SUCCEEDED' && Number(StartedAt) >= since,
    );
  },

  async restart(ServiceArn, task) {
    await task.call(
      (options) => client.startDeployment({ ServiceArn }, options),
      ({ name }) => name === 'InvalidStateException',
    );
  },
});
