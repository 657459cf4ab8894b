import { limitOf } from '../../../compiler/facts/limits.ts';
import { checkOf } from '../../../compiler/modules/check.ts';
import { aliasesOf, aliasRecords } from '../../../compiler/modules/domain-names.ts';
import type { Alias, Domain } from '../../../compiler/modules/domain-names.ts';
import type { Check, Copy, SpecOn } from '../../../compiler/modules/module.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const path: SpecPath = ['backend', 'domain'];
const check = checkOf<SpecOn<'appRunner'>>();

/** The domain, with the records that archc makes, or with what somebody must write where its DNS is. */
export function domainFragments(domain: Domain, isDualStack: boolean): readonly (string | Copy)[] {
  const aliases = aliasesOf(domain);
  return [
    'backend/domain',
    ...(domain.hostedZoneId === undefined
      ? ['backend/domain-elsewhere']
      : ['backend/domain-records', ...(isDualStack ? ['backend/domain-record-ipv6'] : [])]),
    ...aliases.flatMap((alias) => aliasFragments(alias, isDualStack)),
  ];
}

/** App Runner makes a certificate of its own for each name. */
function aliasFragments(alias: Alias, isDualStack: boolean): readonly Copy[] {
  const { name, zone, id } = alias;
  const logicalId = `Alias${id}`;
  const attribute = (value: string): Derived => ({
    value: `${logicalId}.${value}`,
    tag: 'GetAtt',
    from: name.from,
  });
  const validation = (number: number): Copy => ({
    fragment: 'backend/alias-validation',
    logicalId: `AliasValidation${number}${id}`,
    values: {
      'backend.domain.alias.zone': zone ?? name,
      'backend.domain.alias.validationName': attribute(`ValidationRecord${number}Name`),
      'backend.domain.alias.validationValue': attribute(`ValidationRecord${number}Value`),
    },
  });
  return [
    { fragment: 'backend/alias', logicalId, values: { 'backend.domain.alias.name': name } },
    ...aliasRecords(alias, isDualStack, { 'backend.domain.alias.target': attribute('DnsTarget') }),
    ...(zone ? [validation(1), validation(2)] : []),
  ];
}

/** The validation records of the names whose DNS is elsewhere: `NAME CNAME VALUE`, with a comma between two. */
export function validationsOf(domain: Domain | undefined): Derived {
  const from: SpecPath = [...path, 'name'];
  if (domain?.hostedZoneId !== undefined || !domain) return { value: null, from };
  const elsewhere = [
    { logicalId: 'Domain', from },
    ...aliasesOf(domain)
      .filter(({ zone }) => zone === undefined)
      .map(({ id, name }) => ({ logicalId: `Alias${id}`, from: name.from })),
  ];
  const records = elsewhere.flatMap(({ logicalId, from: source }) =>
    [1, 2].map((number): Derived => {
      const attribute = (part: string) => `\${${logicalId}.ValidationRecord${number}${part}}`;
      return { value: `${attribute('Name')} CNAME ${attribute('Value')}`, tag: 'Sub', from: source };
    }),
  );
  return {
    value: [
      { value: ', ', from },
      { value: records, from },
    ],
    tag: 'Join',
    from,
  };
}

/** https://docs.aws.amazon.com/apprunner/latest/dg/manage-custom-domains.html */
export const domainChecks: readonly Check[] = [
  check({ arn: 'backend.domain.certificateArn' }, () => [
    {
      code: 'other-runtime',
      path: [...path, 'certificateArn'],
      at: 'key',
      message:
        '"certificateArn" does not work on the runtime appRunner: App Runner makes a certificate of its own',
      hint: 'Remove it, or write "runtime: fargate"',
    },
  ]),
  check({ aliases: 'backend.domain.aliases' }, ({ aliases }) => {
    const most = limitOf('app-runner-domains') - 1;
    if (aliases.length <= most) return [];
    return [
      {
        code: 'out-of-range',
        path: [...path, 'aliases'],
        at: 'key',
        message: `The domain has ${aliases.length} aliases, and a service of App Runner takes ${most} beside it`,
        hint: `Keep ${most} of them, or write "runtime: fargate"`,
      },
    ];
  }),
];
