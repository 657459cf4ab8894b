import { limitOf, showNumber } from '../../../facts/limits.ts';
import type { FailureRule } from '../../../modules/operations.ts';

/** Limits of AWS. Those that AWS does not raise come first, so that nobody is sent to Service Quotas for them. */
export const limitRules: readonly FailureRule[] = [
  {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
    type: 'AWS::Logs::ResourcePolicy',
    reason: /limit ?exceeded/i,
    hint: `Delete policies that nothing needs any more with "aws logs delete-resource-policy --policy-name NAME"; "aws logs describe-resource-policies" lists them. A region has ${showNumber(limitOf('log-resource-policies'))} of them, and AWS does not raise that`,
  },
  {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
    type: 'AWS::WAFv2::LoggingConfiguration',
    reason: /Unable to deliver logs|LogDestinationPermissionIssue/i,
    hint: `Look with "aws logs describe-resource-policies" whether the region has ${showNumber(limitOf('log-resource-policies'))} policies already, and delete those that nothing needs: AWS WAF needs one to write its log, and AWS does not raise that number. If there are fewer, whoever deploys lacks logs:PutResourcePolicy`,
    isGuess: true,
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    type: 'AWS::IAM::',
    reason: /Maximum policy size of/i,
    hint: `Shorten what the role's policies list, such as backend.service.secrets: together they can hold ${showNumber(limitOf('role-inline-policies'))} characters, and AWS does not raise that`,
    at: ['backend', 'service', 'secrets'],
  },
  {
    reason:
      /(limit|quota|maximum number)[^.]*(exceeded|reached)|(exceeded|reached) (your|the)[^.]*(limit|quota)|LimitExceeded|QuotaExceeded|TooMany(LoadBalancers|TargetGroups)/i,
    hint: 'Delete some of these resources, or ask for more in the Service Quotas console if it says that this limit is adjustable: the account has as many as it may have now',
  },
];
