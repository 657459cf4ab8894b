import type { FailureRule } from '../../../modules/operations.ts';

/**
 * What the account or its organization forbids, whatever the resource. These come before all other rules, because the
 * rules of a type match many of these texts too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const accountRules: readonly FailureRule[] = [
  {
    reason:
      /explicit deny in an? (service|resource) control policy|no (service|resource) control policy allows/i,
    hint: 'Ask an administrator of the AWS organization: one of its policies forbids this, and no permission in the account can allow it',
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    type: 'AWS::IAM::Role',
    reason: /iam:CreateRole.*(explicit deny|no permissions boundary allows)/i,
    hint: 'Ask an administrator of the account what a new role must have, for example a permissions boundary: a policy denies roles without it, and more permissions do not help',
  },
  {
    reason: /no permissions boundary allows|explicit deny in a permissions boundary/i,
    hint: 'Ask an administrator of the account to extend the permissions boundary of the role or user that deploys: more permissions do not help against it',
  },
  {
    reason: /no session policy allows|explicit deny in a session policy/i,
    hint: 'Start a session without the session policy that forbids this, or with a wider one: more permissions do not help against it',
  },
  {
    reason: /explicit deny/i,
    hint: 'Ask an administrator of the account which policy denies this, and why: more permissions do not help against an explicit deny',
  },
  {
    reason: /AWS::EarlyValidation::ResourceExistenceCheck/,
    hint: 'Delete what already has a name that the stack gives to a resource, perhaps kept from a former stack, or choose another name',
    isGuess: true,
  },
  {
    // https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/what-is-cloudformation-hooks.html
    reason: /following hook\(s\)(?!.*AWS::EarlyValidation)/i,
    hint: "Ask whoever manages the account: one of its CloudFormation hooks refused this; the stack's events in the CloudFormation console have its answer",
  },
  {
    reason: /PendingVerification|account is currently being verified|in this region is being validated/i,
    hint: 'Wait until AWS has verified the account, which takes up to four hours, and deploy again: AWS has not finished it. If it takes longer, ask AWS Support',
  },
  {
    reason: /account is (currently )?(blocked|suspended)|account has been (blocked|suspended)/i,
    hint: 'Ask AWS Support, under "Account and billing", to open the account again: it is blocked',
  },
  {
    reason: /Rate ?exceeded|Throttl|TooManyRequests|RequestLimitExceeded|PriorRequestNotComplete/i,
    hint: 'Deploy again in a few minutes: AWS refused the request only because there were too many at that moment',
  },
  {
    reason: /security token included in the request is expired|ExpiredToken/i,
    hint: 'Log in again and deploy again: the credentials expired before the deployment ended',
  },
  {
    reason: /security token included in the request is invalid|InvalidClientTokenId|UnrecognizedClient/i,
    hint: 'Check that the account has this region enabled, log in again, and deploy again',
    isGuess: true,
  },
  {
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
    reason: /Not enough IP space|InsufficientFreeAddresses|insufficient free (IP )?addresses/i,
    hint: 'Delete what uses up the addresses of the subnets, or create another shared stack with larger shared.subnetCidrs (with shared.network: publicSubnetCidrs and privateSubnetCidrs): a subnet keeps its range, and a load balancer alone needs 8 free addresses in each',
    at: ['shared', 'subnetCidrs'],
  },
];
