import type { AwsCall, Restart } from '../../../compiler/modules/operations.ts';

interface Operations {
  readonly OperationSummaryList?: readonly { readonly Id?: string; readonly Status?: string }[];
}

/** https://docs.aws.amazon.com/apprunner/latest/api/API_StartDeployment.html */
export async function restart(call: AwsCall, outputs: Readonly<Record<string, string>>): Promise<Restart> {
  const ServiceArn = outputs['ServiceArn'];
  const answer = (await call('apprunner', 'startDeployment', { ServiceArn })) as {
    readonly OperationId?: string;
  };
  return {
    async look() {
      const { OperationSummaryList = [] } = (await call('apprunner', 'listOperations', {
        ServiceArn,
        MaxResults: 5,
      })) as Operations;
      const { Status = 'PENDING' } = OperationSummaryList.find(({ Id }) => Id === answer.OperationId) ?? {};
      if (Status === 'SUCCEEDED') return { state: 'done' };
      if (/^PENDING$|_?IN_PROGRESS$/.test(Status)) return { state: 'in-progress' };
      const reason = `the new instances did not become healthy, and App Runner keeps the former ones (START_DEPLOYMENT: ${Status})`;
      return { state: 'failed', reason };
    },
  };
}
