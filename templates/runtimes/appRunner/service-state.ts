import type { AwsCall, ServiceState } from '../../../compiler/modules/operations.ts';

interface Description {
  readonly Service?: {
    readonly Status?: string;
    readonly SourceConfiguration?: { readonly ImageRepository?: { readonly ImageIdentifier?: string } };
    readonly NetworkConfiguration?: { readonly EgressConfiguration?: { readonly EgressType?: string } };
  };
}

interface Operations {
  readonly OperationSummaryList?: readonly { readonly Type?: string; readonly Status?: string }[];
}

/** Reads the service and its last operations from App Runner. A failed operation is the service's problem. */
export async function readService(
  call: AwsCall,
  outputs: Readonly<Record<string, string>>,
): Promise<ServiceState> {
  const ServiceArn = outputs['ServiceArn'];
  const { Service } = (await call('apprunner', 'describeService', { ServiceArn })) as Description;
  const { OperationSummaryList = [] } = (await call('apprunner', 'listOperations', {
    ServiceArn,
    MaxResults: 5,
  })) as Operations;
  const image = Service?.SourceConfiguration?.ImageRepository?.ImageIdentifier;
  const [newest] = OperationSummaryList;
  const problem = newest && explainOperation(newest.Type ?? '', newest.Status ?? '');
  const status = Service?.Status ?? 'unknown';
  return {
    status,
    isServing: status === 'RUNNING' || status === 'OPERATION_IN_PROGRESS',
    ...(image !== undefined && { image }),
    ...(problem !== undefined && { problem }),
  };
}

/** Where the running instances connect from, whatever the template says. */
export async function connectsNow(
  call: AwsCall,
  { ServiceArn }: Readonly<Record<string, string>>,
): Promise<'internet' | 'vpc'> {
  const { Service } = (await call('apprunner', 'describeService', { ServiceArn })) as Description;
  const type = Service?.NetworkConfiguration?.EgressConfiguration?.EgressType;
  return type === 'VPC' ? 'vpc' : 'internet';
}

/** https://docs.aws.amazon.com/apprunner/latest/api/API_OperationSummary.html */
function explainOperation(type: string, status: string): string | undefined {
  if (status.startsWith('ROLLBACK_')) {
    return `App Runner rolled back to the previous version by itself (${type}: ${status})`;
  }
  return status === 'FAILED' ? `App Runner's last operation failed (${type})` : undefined;
}
