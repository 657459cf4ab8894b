import type { Aws } from '../aws/aws.ts';
import { AwsFailure } from '../aws/failure.ts';
import { outputValues } from '../aws/model.ts';
import type { DeployedStack } from '../aws/model.ts';
import { hardeningOf } from '../modules/measures.ts';
import type { Deployment } from './deployment.ts';

interface Group {
  readonly GroupId?: string;
  readonly IpPermissions?: readonly object[];
  readonly IpPermissionsEgress?: readonly object[];
}

/**
 * Removes the rules of the default security group of the VPC that the stack makes, if the spec wants that. CloudFormation
 * can't: the group and its rules come with the VPC, and belong to no stack. A failure does not stop the deployment,
 * because nothing uses the group.
 */
export async function closeDefaultGroup(
  stack: DeployedStack,
  { aws, report, context }: Deployment,
): Promise<void> {
  const { spec } = context.resolved;
  const { VpcId } = outputValues(stack.outputs);
  const isOwn = spec.shared !== undefined && spec.shared.network?.vpcId === undefined;
  if (!hardeningOf(spec).closedDefaultGroup || !isOwn || VpcId === undefined) return;
  try {
    const isChanged = await revokeRules(VpcId, aws);
    if (isChanged) report.step(`Closed the default security group of ${VpcId}, which nothing here uses`);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    report.step(`archc could not close the default security group of ${VpcId}: ${error.message}`);
  }
}

/** Resolves to whether there were any. */
async function revokeRules(vpcId: string, aws: Aws): Promise<boolean> {
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'group-name', Values: ['default'] },
  ];
  const answer = await aws.call('ec2', 'describeSecurityGroups', { Filters });
  const [group] = (answer as { readonly SecurityGroups?: readonly Group[] }).SecurityGroups ?? [];
  const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } = group ?? {};
  if (IpPermissions.length > 0) {
    await aws.call('ec2', 'revokeSecurityGroupIngress', { GroupId, IpPermissions });
  }
  if (IpPermissionsEgress.length > 0) {
    const input = { GroupId, IpPermissions: IpPermissionsEgress };
    await aws.call('ec2', 'revokeSecurityGroupEgress', input);
  }
  return IpPermissions.length + IpPermissionsEgress.length > 0;
}
