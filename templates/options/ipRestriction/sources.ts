import { checkOf } from '../../../compiler/modules/check.ts';
import { eitherOf, toInternet } from '../../../compiler/modules/edits.ts';
import type { Check, SpecWith } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const path: SpecPath = ['options', 'ipRestriction'];

/** Addresses can be judged only where they are seen. */
export const sourceChecks: readonly Check[] = [
  checkOf<SpecWith<'ipRestriction'>>()({ service: 'backend.service' }, ({ service }, { runtime }) => {
    if (!runtime.hidesSourceAddresses(service)) return [];
    return [
      {
        code: 'conflicting-properties',
        path,
        at: 'key',
        message: `AWS WAF cannot judge by the addresses of clients: an internal service on ${runtime.name} hides them`,
        ...eitherOf('', [
          {
            path,
            value: undefined,
            words: 'Remove "ipRestriction": only the network decides who reaches the service',
          },
          { ...toInternet, words: `write ${toInternet.words}` },
        ]),
      },
    ];
  }),
];
