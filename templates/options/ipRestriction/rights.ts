import type { Rights } from '../../../compiler/modules/rights.ts';

/** Source: as in templates/base/rights.ts. */
export const rights: Rights = {
  throughStack: {
    'AWS::WAFv2::IPSet': [
      {
        actions: [
          'wafv2:CreateIPSet',
          'wafv2:GetIPSet',
          'wafv2:UpdateIPSet',
          'wafv2:DeleteIPSet',
          'wafv2:TagResource',
          'wafv2:UntagResource',
          'wafv2:ListTagsForResource',
        ],
        // Some names begin with the stack's name, others with the logical id.
        on: [
          'wafv2:{region}:{account}:regional/ipset/{stack}*',
          'wafv2:{region}:{account}:regional/ipset/{id}-*',
        ],
      },
    ],
  },
};
