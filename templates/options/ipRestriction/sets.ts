import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import {
  accountFindings,
  arnIn,
  boundaryArn,
  otherRegionOf,
  ownArns,
  policyArns,
} from '../../../compiler/modules/account.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check } from '../../../compiler/modules/module.ts';
import { repeatedItems } from '../../../compiler/modules/repeated-items.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const option: SpecPath = ['options', 'ipRestriction'];
export const setsPath: SpecPath = [...option, 'ipSetArns'];

export const setChecks: readonly Check[] = [
  check({ ipRestriction: 'options.ipRestriction' }, ({ ipRestriction: { allowedSourceIps, ipSetArns } }) =>
    allowedSourceIps || ipSetArns ? [] : [nothingListed],
  ),
  check({ arns: 'options.ipRestriction.ipSetArns' }, ({ arns }) => repeatedItems(arns, setsPath, 'IP set')),
  check(
    { arns: 'options.ipRestriction.ipSetArns', region: 'region', zones: 'shared.availabilityZones?' },
    ({ arns, region, zones = [] }) => regionFindings(arns, region, zones),
  ),
  check(
    {
      arns: 'options.ipRestriction.ipSetArns',
      boundary: 'permissionsBoundary?',
      policies: 'backend.service.policyArns',
    },
    ({ arns, boundary, policies }) =>
      accountFindings(ownArns(arns, setsPath), [...boundaryArn(boundary), ...policyArns(policies)]),
  ),
];

const nothingListed: Finding = {
  code: 'missing-property',
  path: option,
  at: 'key',
  message: '"ipRestriction" lists nobody who may send requests',
  hint: 'Add "allowedSourceIps:" with ranges, or "ipSetArns:" with the ARNs of IP sets',
};

/** A web ACL takes only IP sets of its own region. */
function regionFindings(arns: readonly string[], region: string, zones: readonly string[]): Finding[] {
  const others = arns.map((arn) => otherRegionOf(arn, region, zones));
  const [common] = others;
  if (arns.length > 1 && common !== undefined && others.every((other) => other === common)) {
    return [
      {
        code: 'wrong-form',
        path: setsPath,
        message: `The IP sets are in ${common}, and the web ACL in ${region}`,
        hint: `Write the ARNs of IP sets in ${region}, or "region: ${common}"`,
        related: { path: ['region'], message: '"region" is here' },
      },
    ];
  }
  return arns.flatMap((arn, index): Finding[] => {
    const other = others[index];
    if (other === undefined) return [];
    return [
      {
        code: 'wrong-form',
        path: [...setsPath, index],
        message: `The IP set "${arn}" is in ${other}, and the web ACL in ${region}`,
        hint: `Write the ARN of an IP set in ${region}, such as "${arnIn(region, arn)}"`,
      },
    ];
  });
}
