import type { Rights } from '../../../compiler/modules/rights.ts';

/**
 * AWS asks for the right on rule groups that the web ACL refers to, with the caller's own account in their ARN:
 * https://github.com/aws-samples/amazon-cloudfront-waf-secretsmanager/issues/3, and AWS's own managed policies grant it so:
 * https://docs.aws.amazon.com/waf/latest/developerguide/security-iam-awsmanpol.html
 */
export const rights: Rights = {
  throughStack: {
    'AWS::WAFv2::WebACL': [
      {
        actions: ['wafv2:CreateWebACL', 'wafv2:UpdateWebACL'],
        on: ['wafv2:{region}:{account}:regional/managedruleset/*'],
        isApart: true,
      },
    ],
  },
};
