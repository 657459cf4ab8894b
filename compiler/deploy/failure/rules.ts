import type { FailureRule } from '../../modules/operations.ts';

/** What AWS says when a deployment fails, and what to do then. The first that fits holds; as of 2026-11. */
export const failureRules: readonly FailureRule[] = [
  {
    reason: /No export named/,
    hint: 'Deploy the shared stack first, with "--stack shared"; if it is there, with this version of archc, since an older one exports less',
  },
  {
    reason: /Export .* cannot be (updated|deleted|removed) as it is in use by/,
    hint: 'CloudFormation keeps a value that another stack imports as it is. Delete the stacks that import it ("archc destroy --stack backend"), deploy this one, then deploy them again',
  },
  {
    type: 'AWS::EC2::SubnetCidrBlock',
    reason: /cannot select nonexistent value/i,
    hint: "The VPC's IPv6 range was not to be seen yet: deploy again",
    at: ['shared'],
  },
  {
    reason: /MySQL user ".*" belongs to/,
    hint: 'Choose another backend.database.user, or drop the user if nothing needs it any more',
    at: ['backend', 'database', 'user'],
  },
  {
    type: 'AWS::Route53::RecordSet',
    reason: /hosted zone|HostedZone/i,
    hint: 'Check backend.domain.hostedZoneId with "aws route53 list-hosted-zones": the zone must be in this account and end the domain\'s name',
    at: ['backend', 'domain', 'hostedZoneId'],
  },
  {
    type: 'AWS::Route53::RecordSet',
    reason: /already exists|not permitted in zone/i,
    hint: 'Another record has this name, or the zone is of another domain. Delete the record, or correct backend.domain',
    at: ['backend', 'domain', 'name'],
  },
  {
    type: 'AWS::RDS::DBCluster',
    reason: /Cannot find version|engine version|Cannot upgrade|valid upgrade/i,
    hint: '"aws rds describe-db-engine-versions --engine aurora-mysql" lists the versions, and to which each can be upgraded',
    at: ['shared', 'database', 'engineVersion'],
  },
  {
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: InvalidSubnet.Conflict
    type: 'AWS::EC2::Subnet',
    reason: /conflicts with another subnet|InvalidSubnet\.Conflict/i,
    hint: 'The subnet that is there still has the range. A cluster stays in its zones and ranges: put them back, or make another shared stack and restore a snapshot there',
    at: ['shared', 'availabilityZones'],
  },
  {
    type: 'AWS::RDS::DBSubnetGroup',
    reason: /subnets to be deleted are currently in use/i,
    hint: 'The cluster stays in its subnets: put zones and ranges back, or make another shared stack and restore a snapshot there',
    at: ['shared', 'subnetCidrs'],
  },
  {
    reason: /availability ?zone/i,
    hint: '"aws ec2 describe-availability-zones" lists those of your account',
    at: ['shared', 'availabilityZones'],
  },
  {
    reason: /(limit|quota|maximum number).*(exceeded|reached)|LimitExceeded|QuotaExceeded/i,
    hint: 'The account has as many of these as AWS allows: raise the quota in the Service Quotas console, or delete some',
  },
  {
    reason: /not authorized|AccessDenied|is not allowed to|UnauthorizedOperation/i,
    hint: 'The rights of who deploys don\'t suffice: "archc policy" prints those that are needed',
  },
  {
    reason: /already exists|AlreadyExists/i,
    hint: 'Something of this name is there, perhaps kept from a former stack. Delete it, or choose another name',
  },
  {
    type: 'Custom::',
    reason: /did not receive a response|timed? ?out|Not done in/i,
    hint: 'The function was not done in time. Its log tells what it waited for; then deploy again',
  },
  {
    type: 'Custom::MySqlDatabase',
    reason: /./,
    hint: 'This is the answer of the function that makes the database and its user. Its log tells more',
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
