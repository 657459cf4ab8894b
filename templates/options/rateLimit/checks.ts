import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
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
  check({ limits: 'options.rateLimit.limits' }, ({ limits }) => equalFindings(limits.map(signOf))),
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

type Limit = SpecWith<'rateLimit'>['options']['rateLimit']['limits'][number];

/** The same for limits that do the same. */
function signOf({ requests, minutes, mode, paths }: Limit): string {
  return JSON.stringify([requests, minutes, mode, paths?.map((path) => path.toLowerCase()).sort()]);
}

function equalFindings(signs: readonly string[]): readonly Finding[] {
  return signs.flatMap((sign, index): Finding[] => {
    const first = signs.indexOf(sign);
    if (first === index) return [];
    return [
      {
        code: 'without-effect',
        path: [...limitsPath, index],
        message: 'The same limit is listed twice: the second one does nothing, and costs as a rule',
        hint: 'Remove one of the two',
        related: { path: [...limitsPath, first], message: 'First listed here' },
      },
    ];
  });
}
