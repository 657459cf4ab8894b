import type { SpecWith } from '../../../compiler/modules/module.ts';
import { anyOf } from '../../../compiler/modules/web-acl-rules.ts';
import { derivedFrom, inAnyOrder } from '../../../compiler/spec/derived.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import { rangesOf, rangesPath } from './ranges.ts';
import { setsPath } from './sets.ts';

type Settings = SpecWith<'ipRestriction'>['options']['ipRestriction'];

/**
 * Whether a request is from a listed address. An IP set has addresses of one family, and those of the other never match it.
 */
export function listedStatement({ allowedSourceIps, ipSetArns }: Settings): Derived {
  const families = rangesOf(allowedSourceIps ?? []).map(({ family }) => family);
  const own = [
    ...(families.includes('ipv4') ? ['AllowedIpv4Set.Arn'] : []),
    ...(families.includes('ipv6') ? ['AllowedIpv6Set.Arn'] : []),
  ].map((value): Derived => ({ value, tag: 'GetAtt', from: rangesPath }));
  const statements = [...own, ...inAnyOrder(ipSetArns ?? [], setsPath)].map((arn) =>
    derivedFrom({ IPSetReferenceStatement: { Arn: arn } }, arn.from),
  );
  return anyOf(statements, ['options', 'ipRestriction']);
}
