import { checkOf } from '../../../compiler/modules/check.ts';
import { eitherOf, toInternet } from '../../../compiler/modules/edits.ts';
import type { Check, SpecWith } from '../../../compiler/modules/module.ts';
import { repeatedItems } from '../../../compiler/modules/repeated-items.ts';
import { limitsPath, optionPath } from './rules.ts';

const check = checkOf<SpecWith<'rateLimit'>>();

export const checks: readonly Check[] = [
  check({ limits: 'options.rateLimit.limits' }, ({ limits }) =>
    limits.flatMap(({ paths }, index) =>
      repeatedItems(
        (paths ?? []).map((path) => path.toLowerCase()),
        [...limitsPath, index, 'paths'],
        'path',
      ),
    ),
  ),
  check({ option: 'options.rateLimit', service: 'backend.service' }, ({ option, service }, { runtime }) => {
    if (option.forwardedAddress || !runtime.hidesSourceAddresses(service)) return [];
    return [
      {
        code: 'conflicting-properties',
        path: optionPath,
        at: 'key',
        message: `AWS WAF cannot count by the addresses of clients: an internal service on ${runtime.name} hides them`,
        ...eitherOf('', [
          {
            path: [...optionPath, 'forwardedAddress'],
            value: {},
            words:
              'Write "forwardedAddress: {}" under options.rateLimit if a proxy writes the address into the header X-Forwarded-For',
          },
          { ...toInternet, words: `write ${toInternet.words}` },
          { path: optionPath, value: undefined, words: 'remove "rateLimit"' },
        ]),
      },
    ];
  }),
];
