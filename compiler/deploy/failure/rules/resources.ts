import type { FailureRule } from '../../../modules/operations.ts';

const database = ['shared', 'database'];
const domain = ['backend', 'domain'];

/** Failures of the resources that every runtime has. */
export const resourceRules: readonly FailureRule[] = [
  {
    reason: /No export named/,
    hint: 'Deploy the shared stack first, with "--stack shared" and this version of archc: an older version exports less',
  },
  {
    reason: /Export .* cannot be (updated|deleted|removed) as it is in use by/,
    hint: 'Delete the stacks that import the value ("archc destroy SPEC --stack backend" with the spec of each), deploy this one, then deploy them again: CloudFormation does not change a value that another stack imports',
  },
  {
    reason: /Export .* is already exported by stack/,
    hint: 'Choose another name for this stack under stackNames, or delete the stack that AWS names: the names of exports begin with the name of the stack, and a region has each only once',
  },
  {
    type: 'AWS::EC2::SubnetCidrBlock',
    reason: /cannot select nonexistent value/i,
    hint: "Deploy again: CloudFormation did not see the VPC's IPv6 range yet",
    at: ['shared'],
  },
  {
    // The two groups of the rule are in VPCs that are not peered, or the database's group does not exist.
    type: 'AWS::EC2::SecurityGroupIngress',
    reason: /belong to different networks|security group '.*' does not exist/i,
    hint: 'Check backend.database.existing.securityGroupId: the group must be in this region, and in the VPC of the shared stack or in one that is peered with it',
    at: ['backend', 'database', 'existing', 'securityGroupId'],
  },
  {
    // A vault stays when its stack is deleted, or no longer has it.
    type: 'AWS::Backup::BackupVault',
    reason: /already exists/i,
    hint: 'Write another "vaultName": a vault of that name has stayed. If it is empty and nothing needs it, "aws backup delete-backup-vault" removes it',
  },
  {
    reason: /MySQL database ".*" exists, and this preview did not make it/,
    hint: 'Choose another --preview, or drop the MySQL database if nothing needs it any more: a preview takes none over, because it drops its own in the end',
    at: ['backend', 'database', 'name'],
  },
  {
    reason: /MySQL user ".*" belongs to/,
    hint: 'Choose another backend.database.user, or drop the MySQL user if nothing needs it any more',
    at: ['backend', 'database', 'user'],
  },
  {
    // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html
    type: 'AWS::Route53::RecordSet',
    reason: /alias target name does not lie within the target zone|that target was not found/i,
    hint: 'Report it to the makers of archc: the template names a zone of AWS that does not fit this region, and no setting can change that',
    at: [...domain, 'name'],
  },
  {
    type: 'AWS::Route53::RecordSet',
    reason: /not permitted in zone/i,
    hint: 'Write the id of the zone whose name the domain ends with as backend.domain.hostedZoneId, or correct backend.domain.name: "aws route53 list-hosted-zones" lists ids and names',
    at: [...domain, 'hostedZoneId'],
  },
  {
    type: 'AWS::Route53::RecordSet',
    reason: /already exists|conflicting RRSet/i,
    hint: 'Delete the record that already has this name, or correct backend.domain',
    at: [...domain, 'name'],
  },
  {
    type: 'AWS::Route53::RecordSet',
    reason: /hosted ?zone/i,
    hint: 'Check backend.domain.hostedZoneId with "aws route53 list-hosted-zones": the zone must be in this account, and the domain must end with its name',
    at: [...domain, 'hostedZoneId'],
  },
  {
    type: 'AWS::RDS::DBCluster',
    reason: /Cannot find version|engine version|Cannot upgrade|valid upgrade/i,
    hint: 'Choose a version that "aws rds describe-db-engine-versions --engine aurora-mysql" lists; it also shows which upgrades are possible',
    at: [...database, 'engineVersion'],
  },
  {
    type: 'AWS::RDS::',
    reason: /Cannot delete protected|deletion protection/i,
    hint: 'Run "archc destroy --unprotect" to delete it: the database has deletion protection, which this turns off first; a snapshot stays',
    at: [...database, 'deletionProtection'],
  },
  {
    type: 'AWS::RDS::DBCluster',
    reason: /MasterUserPassword is not a valid password/i,
    hint: 'Deploy again: the new stack gets another password. No setting of the spec decides it; if it fails again, report it to the makers of archc',
    at: database,
  },
  {
    type: 'AWS::RDS::DBInstance',
    reason: /InsufficientDBInstanceCapacity|insufficient capacity/i,
    hint: 'Deploy again later, or create another shared stack in other zones: AWS has no room for the instance in its zone now',
    at: ['shared', 'availabilityZones'],
  },
  {
    type: 'AWS::RDS::DBInstance',
    reason: /following combination/i,
    hint: 'Choose a version and zones that "aws rds describe-orderable-db-instance-options --engine aurora-mysql --db-instance-class db.serverless" lists',
    at: [...database, 'engineVersion'],
  },
  {
    type: 'AWS::RDS::',
    reason:
      /InvalidDB(Cluster|Instance)State|not in (the )?'?available'? (state|status)|not currently in the available state/i,
    hint: 'Deploy again when the database is available, which "archc status" shows: it is stopped, or changing, now',
    at: database,
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
    type: 'AWS::EC2::',
    reason: /DependencyViolation|has (a )?dependen|mapped public address/i,
    hint: 'Delete what else is in the VPC, and try again: something that does not belong to the stack still uses it; "aws ec2 describe-network-interfaces" shows what',
    at: ['shared'],
  },
  {
    // https://github.com/aws/aws-cdk/issues/4912
    type: 'AWS::EC2::VPCEndpoint',
    reason: /does not support the availability zone/i,
    hint: 'Use NAT instead of this endpoint, or choose other zones for a new shared stack: AWS does not offer it in the zone of this subnet. "aws ec2 describe-vpc-endpoint-services" lists the zones of each endpoint',
    at: ['shared', 'availabilityZones'],
  },
  {
    // https://github.com/sysdiglabs/terraform-aws-secure-for-cloud/pull/52: ap-northeast-1 has such a zone.
    type: 'AWS::EC2::NatGateway',
    reason: /not available in this availability zone|NotAvailableInZone/i,
    hint: 'Choose other zones for a new shared stack, or write "nat: one" if this is the second zone: AWS has no NAT gateways there',
    at: ['shared', 'availabilityZones'],
  },
  {
    reason: /availability ?zone/i,
    hint: 'Choose zones that your account has: "aws ec2 describe-availability-zones" lists them',
    at: ['shared', 'availabilityZones'],
  },
  {
    type: 'AWS::Lambda::Function',
    reason: /runtime parameter of .* no longer supported|InvalidRuntime/i,
    hint: "Install a newer archc and deploy again: AWS Lambda no longer takes the version of Node.js in this version's functions",
    at: ['archc'],
  },
  {
    type: 'AWS::Lambda::Function',
    reason: /cannot be assumed by Lambda/i,
    hint: "Deploy again: the function's new role was not ready in time",
  },
  {
    type: 'AWS::WAFv2::',
    reason: /WAFUnavailableEntity|WAFServiceLinkedRole|Retry your request/i,
    hint: 'Deploy again: AWS WAF did not see yet what had just been created',
  },
  {
    type: 'AWS::WAFv2::',
    reason: /WAFAssociatedItem|being used by another resource|associated with another resource/i,
    hint: 'Remove it from what else uses it ("aws wafv2 list-resources-for-web-acl --web-acl-arn ARN" lists that for a web ACL), and try again',
  },
  {
    type: 'AWS::IAM::',
    reason: /does not exist or is not attachable/i,
    hint: 'Check that the policy which AWS names exists in this account',
  },
];

/** What says little about the cause. These come last. */
export const lastRules: readonly FailureRule[] = [
  {
    // The function's own role, not that of who deploys. A call of the function itself is about who deploys.
    type: 'Custom::',
    reason: /^(?!.*lambda:InvokeFunction).*(not authorized|AccessDenied)/i,
    hint: "Deploy again: the function's new role may not have been ready in time. If it fails again, a policy of the organization may deny this to the role",
    isGuess: true,
  },
  {
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html
    reason: /KMS(Key)?(NotAccessible|AccessDenied|InvalidState|Disabled)|\bkms:\w+|access to KMS/i,
    hint: 'Ask an administrator who manages the key that AWS names: archc uses the keys that AWS manages, which need no permission, so a policy or a default of the account demands another one',
    isGuess: true,
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
    reason: /OptInRequired|SubscriptionRequired|needs a subscription/i,
    hint: 'Complete the registration of the account in the AWS console, or wait a day after it: the account may not use this service yet',
    isGuess: true,
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
  {
    reason:
      /Internal ?(Failure|Error)|ServiceInternalError|ServiceUnavailable|HandlerErrorCode: NetworkFailure/i,
    hint: 'Deploy again: the failure is inside AWS. If it fails again, ask AWS Support',
    isGuess: true,
  },
];
