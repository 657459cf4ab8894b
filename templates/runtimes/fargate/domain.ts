import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import {
  accountFindings,
  arnIn,
  boundaryArn,
  otherRegionOf,
  policyArns,
} from '../../../compiler/modules/account.ts';
import { checkOf } from '../../../compiler/modules/check.ts';
import { aliasesOf, aliasRecords } from '../../../compiler/modules/domain-names.ts';
import type { Domain } from '../../../compiler/modules/domain-names.ts';
import type { Check, Copy, SpecOn } from '../../../compiler/modules/module.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const path: SpecPath = ['backend', 'domain'];
const certificate: SpecPath = [...path, 'certificateArn'];
const check = checkOf<SpecOn<'fargate'>>();

/** HTTPS for the domain, with the records that archc makes, or with what somebody must write where its DNS is. */
export function domainFragments(domain: Domain, isDualStack: boolean): readonly (string | Copy)[] {
  const { hostedZoneId, certificateArn } = domain;
  return [
    ...(certificateArn === undefined ? ['backend/certificate'] : []),
    'backend/domain',
    ...(isDualStack ? ['backend/domain-ipv6'] : []),
    ...(hostedZoneId === undefined ? ['backend/domain-elsewhere'] : ['backend/domain-record']),
    ...(hostedZoneId !== undefined && isDualStack ? ['backend/domain-record-ipv6'] : []),
    ...aliasesOf(domain).flatMap((alias) => aliasRecords(alias, isDualStack, {})),
  ];
}

/** What the certificate of the template says of the aliases. */
export function certificateValues(domain: Domain | undefined): Readonly<Record<string, Derived>> {
  const aliases = domain ? aliasesOf(domain) : [];
  const from: SpecPath = [...path, 'aliases'];
  const validations = aliases.flatMap(({ name, zone }): Derived[] =>
    zone ? [{ value: { DomainName: name, HostedZoneId: zone }, from: name.from }] : [],
  );
  return {
    'backend.domain.certificate': certificateOf(domain),
    'backend.domain.aliasNames': {
      value: aliases.length === 0 ? null : aliases.map(({ name }) => name),
      from,
    },
    'backend.domain.aliasValidations': { value: validations, from },
  };
}

/** The certificate of the listener: the spec's, or the one that the template makes. */
function certificateOf(domain: Domain | undefined): Derived {
  const arn = domain?.certificateArn;
  if (arn === undefined) return { value: 'Certificate', tag: 'Ref', from: path };
  return { value: arn, from: certificate };
}

export const domainChecks: readonly Check[] = [
  check({ name: 'backend.domain.name', arn: 'backend.domain.certificateArn?' }, ({ name, arn }) =>
    arn === undefined ? lengthFindings(name) : [],
  ),
  check({ domain: 'backend.domain' }, ({ domain }) => zoneFindings(domain)),
  check(
    { arn: 'backend.domain.certificateArn', region: 'region', zones: 'shared.availabilityZones?' },
    ({ arn, region, zones = [] }) => regionFindings(arn, region, zones),
  ),
  check(
    {
      arn: 'backend.domain.certificateArn',
      boundary: 'permissionsBoundary?',
      policies: 'backend.service.policyArns',
    },
    ({ arn, boundary, policies }) =>
      accountFindings([{ arn, path: certificate }], [...boundaryArn(boundary), ...policyArns(policies)]),
  ),
];

/** The domain is the first name of the certificate, which must be shorter than other names in DNS. */
function lengthFindings(name: string): Finding[] {
  const most = limitOf('certificate-name');
  if (name.length <= most) return [];
  return [
    {
      code: 'out-of-range',
      path: [...path, 'name'],
      message: `The domain's name has ${name.length} characters, and AWS Certificate Manager takes at most ${most}`,
      hint: `Shorten it to at most ${most} characters`,
    },
  ];
}

/** Without a zone to prove in that the domain is theirs, users need a certificate that they have already. */
function zoneFindings({ hostedZoneId, certificateArn }: Domain): Finding[] {
  if (hostedZoneId !== undefined || certificateArn !== undefined) return [];
  return [
    {
      code: 'missing-property',
      path,
      at: 'key',
      message: 'The domain has neither a hosted zone nor a certificate',
      hint: 'Add "hostedZoneId:" with the zone that contains the domain; if its DNS is elsewhere, add "certificateArn:" with a certificate in AWS Certificate Manager',
    },
  ];
}

/**
 * A load balancer takes only certificates of its own region.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html
 */
function regionFindings(arn: string, region: string, zones: readonly string[]): Finding[] {
  const other = otherRegionOf(arn, region, zones);
  if (other === undefined) return [];
  return [
    {
      code: 'wrong-form',
      path: certificate,
      message: `The certificate is in ${other}, and the load balancer in ${region}`,
      hint: `Write the ARN of a certificate in ${region}, such as "${arnIn(region, arn)}"`,
      related: { path: ['region'], message: '"region" is here' },
    },
  ];
}
