import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { checkOf } from '../../../compiler/modules/check.ts';
import { eitherOf, toInternet } from '../../../compiler/modules/edits.ts';
import type { Check, SpecOn } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Service = SpecOn<'appRunner'>['backend']['service'];

const visibility: SpecPath = ['backend', 'service', 'visibility'];
const check = checkOf<SpecOn<'appRunner'>>();

/** Whether clients reach the service from the VPC alone. Then AWS WAF sees other addresses than theirs. */
export function isInternal(service: Pick<Service, 'visibility'>): boolean {
  return service.visibility === 'internal';
}

/** https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html */
export const visibilityChecks: readonly Check[] = [
  check({ visibility: 'backend.service.visibility', shared: 'shared' }, ({ shared, ...service }) =>
    isInternal(service) && !shared.network
      ? [
          {
            code: 'needs-other-setting',
            path: visibility,
            message:
              'An internal service on App Runner has its address in private subnets, and this spec has none',
            ...eitherOf('Write', [
              {
                path: ['shared', 'network'],
                value: { nat: 'none' },
                words: '"network: { nat: none }" under shared',
              },
              toInternet,
            ]),
          },
        ]
      : [],
  ),
  check({ visibility: 'backend.service.visibility', domain: 'backend.domain' }, (service) =>
    isInternal(service)
      ? [
          excluding(
            ['backend', 'domain'],
            'archc makes no domain for an internal service on App Runner; AWS gives it a name in the VPC',
          ),
        ]
      : [],
  ),
  check(
    { visibility: 'backend.service.visibility', ipAddressType: 'backend.service.ipAddressType' },
    ({ ipAddressType, ...service }) =>
      isInternal(service) && ipAddressType === 'dualStack'
        ? [
            excluding(
              ['backend', 'service', 'ipAddressType'],
              'The private subnets have no IPv6, so an internal service on App Runner cannot be reached by it',
            ),
          ]
        : [],
  ),
];

function excluding(path: SpecPath, message: string): Finding {
  const key = String(path.at(-1));
  return {
    code: 'conflicting-properties',
    path,
    at: 'key',
    message,
    ...eitherOf('', [
      { path, value: undefined, words: `Remove "${key}"` },
      { ...toInternet, words: `write ${toInternet.words}` },
    ]),
    related: { path: visibility, message: '"visibility" is here' },
  };
}
