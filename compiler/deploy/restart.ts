import { AwsFailure } from '../aws/failure.ts';
import { outputValues } from '../aws/model.ts';
import type { DeployedStack, StackEvent } from '../aws/model.ts';
import { runtimeOf } from '../modules/choose.ts';
import type { Restart, RestartState } from '../modules/operations.ts';
import type { Deployment } from './deployment.ts';
import { explainFailure } from './failure/explain.ts';
import { lookInto } from './failure/look-into.ts';
import { decide } from './plan/decide.ts';
import { DeploymentError } from './plan/deployment-error.ts';
import type { WantedStack } from './plan/wanted.ts';
import { wordDeployment } from './plan/way-out.ts';

/** Throws unless the stack has a service. */
export async function demandService(
  { kind, name }: WantedStack,
  { aws, context }: Deployment,
): Promise<void> {
  const stack = await aws.describeStack(name);
  const { step } = decide(stack);
  if (stack && step !== 'create' && step !== 'replace') return;
  const state = stack ? `is in ${stack.status}` : 'does not exist';
  throw new DeploymentError(
    `stack "${name}" ${state}, so there are no containers to start anew: ${wordDeployment({ kind, name }, context.resolved)}`,
  );
}

/**
 * Starts the containers of the deployed service anew, and waits until they serve. Resolves to whether they do; a
 * failure has been reported.
 */
export async function restartService(
  wanted: WantedStack,
  stack: DeployedStack,
  deployment: Deployment,
): Promise<boolean> {
  const { aws, context, report } = deployment;
  const { operations } = runtimeOf(context.resolved.spec, context.toolkit);
  report.step('Starting the containers anew, with the image that they run');
  const restart = await operations.restart(aws.call, outputValues(stack.outputs));
  const end = await awaitEnd(restart, deployment);
  if (end.state === 'done') {
    report.step('The new containers are healthy and have taken over');
    return true;
  }
  const event = await eventOf(operations.serviceType, end.reason, stack, deployment);
  const insight = await lookInto(event, wanted, deployment);
  const { log } = insight;
  report.fail(explainFailure({ event, reason: end.reason, others: [] }, insight, wanted, context), {
    after: `Stack "${stack.name}" is in ${stack.status}, and the service goes on with the former containers.`,
    ...(log && { log }),
  });
  return false;
}

type End = { readonly state: 'done' } | Extract<RestartState, { readonly state: 'failed' }>;

const pause = 2_000;
/** How often in a row AWS may fail to answer: ten minutes. */
const mostFailures = 300;

async function awaitEnd(restart: Restart, { sleep, report }: Deployment): Promise<End> {
  for (let failures = 0; ;) {
    await sleep(pause);
    try {
      const now = await restart.look();
      if (now.state === 'failed') return now;
      if (now.state === 'done') return { state: 'done' };
      failures = 0;
    } catch (error) {
      if (!(error instanceof AwsFailure && error.isPassing) || failures === mostFailures) throw error;
      if (failures === 0) report.step(`archc keeps asking AWS: ${error.message}`);
      failures += 1;
    }
  }
}

/** The failure as CloudFormation would report it about the service, which it does not know of. */
async function eventOf(
  type: string,
  reason: string,
  { id }: DeployedStack,
  { aws }: Deployment,
): Promise<StackEvent> {
  const service = (await aws.listResources(id)).find((resource) => resource.type === type);
  return {
    id: '',
    time: 0,
    stackId: id,
    logicalId: service?.logicalId ?? '',
    ...(service?.physicalId !== undefined && { physicalId: service.physicalId }),
    type,
    status: 'UPDATE_FAILED',
    reason,
  };
}
