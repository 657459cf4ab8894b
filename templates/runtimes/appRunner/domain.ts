import { checkOf } from '../../../compiler/modules/check.ts';
import type { Check, SpecOn } from '../../../compiler/modules/module.ts';

type Domain = NonNullable<SpecOn<'appRunner'>['backend']['domain']>;

const check = checkOf<SpecOn<'appRunner'>>();

/** The domain, with the records that archc makes, or with what somebody must write where its DNS is. */
export function domainFragments({ hostedZoneId }: Domain, isDualStack: boolean): readonly string[] {
  if (hostedZoneId === undefined) return ['backend/domain', 'backend/domain-elsewhere'];
  return ['backend/domain', 'backend/domain-records', ...(isDualStack ? ['backend/domain-record-ipv6'] : [])];
}

/** https://docs.aws.amazon.com/apprunner/latest/dg/manage-custom-domains.html */
export const domainChecks: readonly Check[] = [
  check({ arn: 'backend.domain.certificateArn' }, () => [
    {
      code: 'other-runtime',
      path: ['backend', 'domain', 'certificateArn'],
      at: 'key',
      message:
        '"certificateArn" does not work on the runtime appRunner: App Runner makes a certificate of its own',
      hint: 'Remove it, or write "runtime: fargate"',
    },
  ]),
];
