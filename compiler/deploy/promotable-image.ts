import type { Aws } from '../aws/aws.ts';
import { outputValues } from '../aws/model.ts';
import type { DeployedStack } from '../aws/model.ts';
import { specWords } from '../diagnostics/shell-quote.ts';
import { runtimeOf } from '../modules/choose.ts';
import type { Toolkit } from '../modules/module.ts';
import { backendStackName } from '../modules/stack-names.ts';
import type { Resolved } from '../phases/results.ts';
import { readTemplate } from '../template/read.ts';
import { refuseOthers } from './plan/other-owner.ts';
import { isUnderWay } from './plan/decide.ts';
import { DeploymentError } from './plan/deployment-error.ts';
import { serviceIn } from './plan/runtime-move.ts';
import { environmentName } from '../modules/stack-owner.ts';

interface Source {
  readonly aws: Aws;
  readonly resolved: Resolved;
}

/** An image that an environment's service runs. */
export interface RunningImage {
  /** By its digest. */
  readonly image: string;
  /** Whether the environment went back to it, because a later deployment failed. */
  readonly isFormer: boolean;
}

/**
 * The image that an environment's service runs. Throws unless the service runs well, and runs what its stack
 * says: only then it is what was tried there.
 */
export async function findRunningImage({ aws, resolved }: Source, toolkit: Toolkit): Promise<RunningImage> {
  const { spec, tree } = resolved;
  const name = backendStackName(spec);
  const spoken = specWords(tree);
  const refuse = (why: string, way: string): DeploymentError =>
    new DeploymentError(`the image of ${environmentName(resolved)} is not promoted: ${why}: ${way}`);
  const again = `deploy it first with "archc deploy ${spoken}"`;
  const look = `"archc status ${spoken}" shows more`;

  const stack = await aws.describeStack(name);
  if (!stack) throw refuse(`stack "${name}" does not exist in ${aws.region} for these credentials`, again);
  refuseOthers(stack, 'backend', resolved);
  const { status } = stack;
  if (isUnderWay(status)) throw refuse(`stack "${name}" is in ${status}`, 'wait until that operation ends');
  if (!isSettled(status)) throw refuse(`stack "${name}" is in ${status}`, again);

  const wanted = stack.parameters['ImageUri'] ?? '';
  const state = await readState(aws, stack, resolved, toolkit);
  const service = `its service (${state.status})`;
  if (state.problem !== undefined) throw refuse(`${service} does not run well, ${state.problem}`, look);
  if (state.status.endsWith('_IN_PROGRESS')) throw refuse(`${service} is changing`, 'wait until it is done');
  if (!state.isServing) throw refuse(`${service} does not answer requests`, look);
  if (state.image !== wanted) {
    throw refuse(`${service} runs ${state.image ?? 'no image'}, and its stack has ${wanted}`, again);
  }
  if (!/@sha256:[0-9a-f]{64}$/.test(wanted)) {
    throw refuse(
      `it runs ${wanted}, a tag that can name another image by now`,
      `deploy it by its digest with "archc deploy ${spoken} --image ${wanted}"`,
    );
  }
  return { image: wanted, isFormer: status === 'UPDATE_ROLLBACK_COMPLETE' };
}

/** Whether the stack's parameters are those that its resources have. */
function isSettled(status: string): boolean {
  return /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/.test(status);
}

/** The deployed service may be on another runtime than the spec. */
async function readState(aws: Aws, stack: DeployedStack, { spec }: Resolved, toolkit: Toolkit) {
  const template = readTemplate(await aws.readTemplate(stack.name));
  const { operations } = serviceIn(template, toolkit)?.runtime ?? runtimeOf(spec, toolkit);
  return operations.readService(aws.call, outputValues(stack.outputs));
}
