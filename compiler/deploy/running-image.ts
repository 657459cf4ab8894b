import { AwsFailure } from '../aws/failure.ts';
import { outputValues } from '../aws/model.ts';
import type { DeployedStack } from '../aws/model.ts';
import { runtimeOf } from '../modules/choose.ts';
import type { Deployment } from './deployment.ts';

/**
 * Whether the service runs the deployed image. CloudFormation also reports an update as complete when the service has
 * rolled back to the previous image by itself.
 */
export async function runsImage(
  stack: DeployedStack,
  { aws, report, context }: Deployment,
): Promise<boolean> {
  const { spec } = context.resolved;
  const { operations } = runtimeOf(spec, context.toolkit);
  const outputs = outputValues(stack.outputs);
  try {
    const { image, problem, status } = await operations.readService(aws.call, outputs);
    const wanted = stack.parameters['ImageUri'] ?? '';
    if (problem === undefined && (image === undefined || image === wanted)) return true;
    const instead = image === wanted ? '' : ` instead of ${wanted}`;
    const runs = image === undefined ? `does not run ${wanted}` : `runs ${image}${instead}`;
    const message = `The service (${status}) ${runs}${problem === undefined ? '' : `: ${problem}`}`;
    const hint =
      "Look in the application's log for why the container did not start, fix it, and deploy again";
    report.fail([{ code: 'image-not-running', path: ['backend', 'service'], at: 'key', message, hint }], {
      after: `Stack "${stack.name}" is in ${stack.status}, and its template already has the new image.`,
    });
    return false;
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    report.step(`archc could not see whether the service runs the new image: ${error.message}`);
    return true;
  }
}
