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
];

/** Nobody can prove to a public authority that such a name is theirs. A private authority certifies any name. */
function privateNameFindings(name: string, path: SpecPath, region: string): Finding[] {
  const ending = name.split('.').at(-1) ?? '';
  if (!special.endings.includes(ending)) return [];
  return [
    {
      code: 'private-name',
      path,
      message: `No public authority certifies "${name}": the ending ".${ending}" belongs to nobody`,
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
