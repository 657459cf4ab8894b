import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import special from '../../../compiler/facts/special-names.json' with { type: 'json' };
import { check } from '../../../compiler/modules/check.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import type { Check } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const domain: SpecPath = ['backend', 'domain'];

export const domainChecks: readonly Check[] = [
  check(
    { name: 'backend.domain.name', arn: 'backend.domain.certificateArn?', region: 'region' },
    ({ name, arn, region }) =>
      arn === undefined ? privateNameFindings(name, [...domain, 'name'], region) : [],
  ),
  check(
    { aliases: 'backend.domain.aliases', arn: 'backend.domain.certificateArn?', region: 'region' },
    ({ aliases, arn, region }) =>
      arn === undefined
        ? aliases.flatMap(({ name }, index) =>
            privateNameFindings(name, [...domain, 'aliases', index, 'name'], region),
          )
        : [],
  ),
  check(
    {
      weight: 'backend.domain.weight',
      zone: 'backend.domain.hostedZoneId?',
      aliases: 'backend.domain.aliases',
    },
    ({ zone, aliases }) =>
      zone !== undefined || aliases.some(({ hostedZoneId }) => hostedZoneId !== undefined) ? [] : [noRecords],
  ),
  check({ name: 'backend.domain.name', aliases: 'backend.domain.aliases' }, ({ name, aliases }) =>
    repeatedNames(
      name,
      aliases.map((alias) => alias.name),
    ),
  ),
];

const noRecords: Finding = {
  code: 'needs-other-setting',
  path: [...domain, 'weight'],
  at: 'key',
  message: 'A "weight" works only with "hostedZoneId": archc makes no records elsewhere',
  hint: 'Add "hostedZoneId", or remove "weight"',
};

function repeatedNames(name: string, aliases: readonly string[]): Finding[] {
  const pathOf = (index: number): SpecPath => [...domain, 'aliases', index];
  return aliases.flatMap((alias, index): Finding[] => {
    const first = aliases.indexOf(alias);
    if (alias !== name && first === index) return [];
    return [
      {
        code: 'duplicate-name',
        path: pathOf(index),
        message: `The name "${alias}" is listed twice`,
        hint: 'Remove one of the two',
        related: { path: alias === name ? [...domain, 'name'] : pathOf(first), message: 'First listed here' },
      },
    ];
  });
}

/** Nobody can prove to a public authority that such a name is theirs. A private authority certifies any name. */
function privateNameFindings(name: string, path: SpecPath, region: string): Finding[] {
  const ending = name.split('.').at(-1) ?? '';
  if (!special.endings.includes(ending)) return [];
  return [
    {
      code: 'private-name',
      path,
      message: `No public authority certifies "${name}": nobody can register a name that ends in ".${ending}"`,
      ...eitherOf('Write', [
        {
          path,
          value: 'api.example.com',
          words: 'a name below a domain that is registered, such as "api.example.com"',
        },
        {
          path: [...domain, 'certificateArn'],
          value: `arn:aws:acm:${region}:123456789012:certificate/12345678-1234-1234-1234-123456789012`,
          words: 'the ARN of a certificate of a private authority into "certificateArn"',
        },
      ]),
    },
  ];
}
