import type { SpecWith } from '../../../compiler/modules/module.ts';
import { inAnyOrder } from '../../../compiler/spec/derived.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import { rangesOf, rangesPath } from './ranges.ts';
import { setsPath } from './sets.ts';

type Settings = SpecWith<'ipRestriction'>['options']['ipRestriction'];

/**
 * Whether a request is from a listed address. AWS WAF takes no `OrStatement` of a single one. An IP set has addresses of
 * one family, and those of the other never match it.
 */
export function listedStatement({ allowedSourceIps, ipSetArns }: Settings): Derived {
  const families = rangesOf(allowedSourceIps ?? []).map(({ family }) => family);
  const own = [
    ...(families.includes('ipv4') ? ['AllowedIpv4Set.Arn'] : []),
    ...(families.includes('ipv6') ? ['AllowedIpv6Set.Arn'] : []),
  ].map((value): Derived => ({ value, tag: 'GetAtt', from: rangesPath }));
  const statements = [...own, ...inAnyOrder(ipSetArns ?? [], setsPath)].map((arn): Derived => {
    const { from } = arn;
    return { value: { IPSetReferenceStatement: { value: { Arn: arn }, from } }, from };
  });
  const [only, ...others] = statements;
  if (only && others.length === 0) return only;
  const from = ['options', 'ipRestriction'];
  return { value: { OrStatement: { value: { Statements: { value: statements, from } }, from } }, from };
}
