import { handler } from './failure-text.ts';
import type { FailureText } from './failure-text.ts';

const denied = (action: string, why: string) =>
  `Resource handler returned message: "User: arn:aws:sts::123456789012:assumed-role/deploy/me is not authorized to perform: ${action} on resource: arn:aws:iam::123456789012:role/x ${why} (Service: Iam, Status Code: 403)" (HandlerErrorCode: AccessDenied)`;

/** Failures that the account, its organization or a limit causes. */
export const accountTexts: readonly FailureText[] = [
  // hashicorp/terraform-provider-aws#36000, navapbc/template-infra#926
  {
    logicalId: 'WebAclLogging',
    text: handler(
      'Unable to deliver logs to the configured destination. You might need to grant log delivery permissions for the destination. (Service: Wafv2, Status Code: 400)',
      'AccessDenied',
    ),
    hint: /describe-resource-policies/,
    isGuess: true,
    isFixed: true,
  },
  // aws/copilot-cli#5743, Enterprise-CMCS/cmcs-eregulations#1620
  {
    logicalId: 'WebAclLogPolicy',
    type: 'AWS::Logs::ResourcePolicy',
    text: handler(
      'Resource limit exceeded. (Service: CloudWatchLogs, Status Code: 400)',
      'ServiceLimitExceeded',
    ),
    hint: /delete-resource-policy/,
    isFixed: true,
  },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
  {
    logicalId: 'Vpc',
    text: denied('ec2:CreateVpc', 'with an explicit deny in a service control policy'),
    hint: /^Ask an administrator of the AWS organization/,
  },
  {
    logicalId: 'Vpc',
    text: denied('ec2:CreateVpc', 'because no service control policy allows the ec2:CreateVpc action'),
    hint: /^Ask an administrator of the AWS organization/,
  },
  {
    logicalId: 'DatabaseMasterSecret',
    text: denied('secretsmanager:CreateSecret', 'with an explicit deny in a resource control policy'),
    hint: /^Ask an administrator of the AWS organization/,
  },
  {
    logicalId: 'Vpc',
    text: denied('ec2:CreateVpc', 'because no permissions boundary allows the ec2:CreateVpc action'),
    hint: /to extend the permissions boundary/,
  },
  {
    logicalId: 'Vpc',
    text: denied('ec2:CreateVpc', 'with an explicit deny in a permissions boundary'),
    hint: /to extend the permissions boundary/,
  },
  // aws-solutions/quota-monitor-for-aws#86, aws/chalice#1716
  {
    logicalId: 'InstanceRole',
    text: denied('iam:CreateRole', 'with an explicit deny'),
    hint: /what a new role must have/,
  },
  {
    logicalId: 'Vpc',
    text: denied('ec2:CreateVpc', 'because no session policy allows the ec2:CreateVpc action'),
    hint: /^Start a session/,
  },
  {
    logicalId: 'Vpc',
    text: denied('ec2:CreateVpc', 'with an explicit deny in an identity-based policy'),
    hint: /which policy denies this/,
  },
  {
    logicalId: 'Vpc',
    text: denied('ec2:CreateVpc', 'because no identity-based policy allows the ec2:CreateVpc action'),
    hint: /"archc policy"/,
  },
  {
    logicalId: 'DatabaseFunctionRole',
    type: 'AWS::IAM::Role',
    text: handler('Maximum policy size of 10240 bytes exceeded for role todo-backend-InstanceRole-1'),
    hint: /10,240 characters/,
    at: 'backend.service.secrets',
    isFixed: true,
  },
  {
    logicalId: 'InstanceRole',
    text: handler('Cannot exceed quota for RolesPerAccount: 1000 (Error Code: LimitExceeded)'),
    hint: /Service Quotas console if/,
  },
  // aws/aws-cdk#21674
  {
    logicalId: 'DatabaseCluster',
    text: 'The following hook(s) failed: [Company::Rds::Hook]',
    hint: /CloudFormation hooks refused this/,
  },
  {
    logicalId: 'todo-shared',
    type: '',
    text: 'The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.',
    hint: /already has a name/,
    isGuess: true,
  },
  // galaxyproject/cloudlaunch#150, skyplane-project/skyplane#799
  {
    logicalId: 'Vpc',
    text: 'Your account is currently being verified. Verification normally takes less than 2 hours. Until your account is verified, you may not be able to launch additional instances or create additional volumes.',
    hint: /^Wait until AWS has verified the account/,
  },
  {
    logicalId: 'DatabaseWriter',
    type: 'AWS::RDS::DBInstance',
    text: 'Your request for accessing resources in this region is being validated, and you will not be able to launch additional resources in this region until the validation is complete. (PendingVerification)',
    hint: /^Wait until AWS has verified the account/,
  },
  {
    logicalId: 'DatabaseFunction',
    type: 'AWS::Lambda::Function',
    text: 'This account is currently blocked and not recognized as a valid account.',
    hint: /it is blocked/,
  },
  {
    logicalId: 'DatabaseFunction',
    type: 'AWS::Lambda::Function',
    text: handler('Rate exceeded (Service: Lambda, Status Code: 429)', 'Throttling'),
    hint: /^Deploy again in a few minutes/,
  },
  {
    logicalId: 'Vpc',
    text: 'The security token included in the request is expired (Service: Ec2, Status Code: 400)',
    hint: /^Log in again and deploy again/,
  },
  {
    logicalId: 'Vpc',
    text: 'The security token included in the request is invalid. (Error Code: InvalidClientTokenId)',
    hint: /this region enabled/,
    isGuess: true,
  },
  {
    logicalId: 'Vpc',
    text: 'The maximum number of VPCs has been reached. (Error Code: VpcLimitExceeded)',
    hint: /Service Quotas/,
  },
  {
    logicalId: 'WebAcl',
    text: handler(
      'AWS WAF couldn’t perform the operation because you exceeded your resource limit. (Error Code: WAFLimitsExceededException)',
    ),
    hint: /Service Quotas/,
  },
  {
    logicalId: 'Vpc',
    text: 'Internal Failure',
    hint: /inside AWS/,
    isGuess: true,
  },
  {
    logicalId: 'DatabaseCluster',
    text: 'The AWS Access Key Id needs a subscription for the service (Error Code: OptInRequired)',
    hint: /registration of the account/,
    isGuess: true,
  },
];
