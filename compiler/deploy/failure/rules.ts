import type { FailureRule } from '../../modules/operations.ts';

/** AWS's reasons for failures (as of 2026-11), and what to do about them. The first rule that matches applies. */
export const failureRules: readonly FailureRule[] = [
  {
    reason: /No export named/,
    hint: 'Deploy the shared stack first, with "--stack shared" and this version of archc: an older version exports less',
  },
  {
    reason: /Export .* cannot be (updated|deleted|removed) as it is in use by/,
    hint: 'Delete the stacks that import the value ("archc destroy --stack backend"), deploy this one, then deploy them again: CloudFormation does not change a value that another stack imports',
  },
  {
    type: 'AWS::EC2::SubnetCidrBlock',
    reason: /cannot select nonexistent value/i,
    hint: "Deploy again: CloudFormation did not see the VPC's IPv6 range yet",
    at: ['shared'],
  },
  {
    reason: /MySQL user ".*" belongs to/,
    hint: 'Choose another backend.database.user, or drop the MySQL user if nothing needs it any more',
    at: ['backend', 'database', 'user'],
  },
  {
    type: 'AWS::Route53::RecordSet',
    reason: /hosted zone|HostedZone/i,
    hint: 'Check backend.domain.hostedZoneId with "aws route53 list-hosted-zones": the zone must be in this account, and the domain must end with its name',
    at: ['backend', 'domain', 'hostedZoneId'],
  },
  {
    type: 'AWS::Route53::RecordSet',
    reason: /already exists|not permitted in zone/i,
    hint: 'Delete the record that already has this name, or correct backend.domain if the zone belongs to another domain',
    at: ['backend', 'domain', 'name'],
  },
  {
    type: 'AWS::RDS::DBCluster',
    reason: /Cannot find version|engine version|Cannot upgrade|valid upgrade/i,
    hint: 'Choose a version that "aws rds describe-db-engine-versions --engine aurora-mysql" lists; it also shows which upgrades are possible',
    at: ['shared', 'database', 'engineVersion'],
  },
  {
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: InvalidSubnet.Conflict
    type: 'AWS::EC2::Subnet',
    reason: /conflicts with another subnet|InvalidSubnet\.Conflict/i,
    hint: 'Put the former zones and ranges back, or create another shared stack and restore a snapshot there: a cluster stays in its zones and ranges, and the old subnet still has this one',
    at: ['shared', 'availabilityZones'],
  },
  {
    type: 'AWS::RDS::DBSubnetGroup',
    reason: /subnets to be deleted are currently in use/i,
    hint: 'Put the former zones and ranges back, or create another shared stack and restore a snapshot there: a cluster stays in its subnets',
    at: ['shared', 'subnetCidrs'],
  },
  {
    reason: /availability ?zone/i,
    hint: 'Choose zones that your account has: "aws ec2 describe-availability-zones" lists them',
    at: ['shared', 'availabilityZones'],
  },
  {
    reason: /(limit|quota|maximum number).*(exceeded|reached)|LimitExceeded|QuotaExceeded/i,
    hint: 'Raise the quota in the Service Quotas console, or delete some of these resources: the account has as many as AWS allows',
  },
  {
    reason: /not authorized|AccessDenied|is not allowed to|UnauthorizedOperation/i,
    hint: 'Add the missing permission to the role or user that deploys: "archc policy" prints all that are needed',
  },
  {
    reason: /already exists|AlreadyExists/i,
    hint: 'Delete what already has this name, perhaps kept from a former stack, or choose another name',
  },
  {
    type: 'Custom::',
    reason: /did not receive a response|timed? ?out|Not done in/i,
    hint: 'Look in the log of the function for what it waited for, and deploy again: it did not finish in time',
  },
  {
    type: 'Custom::MySqlDatabase',
    reason: /./,
    hint: 'Look in the log of the function that creates the database and its user: this is its answer',
  },
];

export function findRule(
  type: string,
  reason: string,
  log: string,
  rules: readonly FailureRule[],
): FailureRule | undefined {
  return rules.find(
    (rule) => type.startsWith(rule.type ?? '') && rule.reason.test(reason) && (rule.log?.test(log) ?? true),
  );
}
