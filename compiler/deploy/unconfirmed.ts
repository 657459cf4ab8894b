import { AwsFailure } from '../aws/failure.ts';
import { resourcesOf, typeOf } from '../template/node.ts';
import type { Deployment } from './deployment.ts';
import type { Planned } from './plan/prepare.ts';
import { listUnconfirmed } from './status/alarm-states.ts';
import type { Unconfirmed } from './status/alarm-states.ts';

/** The mail addresses that wait for a confirmation, as far as AWS tells. */
export async function readUnconfirmed(
  planned: readonly Planned[],
  { aws, report }: Deployment,
): Promise<readonly Unconfirmed[]> {
  const found: Unconfirmed[] = [];
  for (const { plan } of planned) {
    const { name, template } = plan.wanted;
    if (!resourcesOf(template.root).some(({ value }) => typeOf(value) === 'AWS::SNS::Topic')) continue;
    try {
      found.push(...(await listUnconfirmed(aws.call, { name, resources: await aws.listResources(name) })));
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      report.step(`archc could not see whether the mail addresses are confirmed: ${error.message}`);
    }
  }
  return found;
}
