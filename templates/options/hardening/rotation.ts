import { check } from '../../../compiler/modules/check.ts';
import { measurePath } from '../../../compiler/modules/measures.ts';
import type { Check } from '../../../compiler/modules/module.ts';

/** A restored cluster keeps a password that CloudFormation sets. By default the option makes an exception for it. */
export const rotationChecks: readonly Check[] = [
  // The function that drops the database of a preview has no room for it, and a preview is over before.
  check({ rotation: 'options.hardening.rotation' }, ({ rotation }, { isPreview }) => {
    if (!isPreview || rotation === 'off') return [];
    return [
      {
        code: 'conflicting-properties',
        path: measurePath('rotation'),
        message: 'The password of a preview is not rotated',
        hint: 'Write "rotation: off", or remove it here',
      },
    ];
  }),
  check(
    { rotation: 'options.hardening.rotation', backup: 'shared.database.restoreFrom' },
    ({ rotation }, { isGiven }) => {
      const path = measurePath('rotation');
      if (rotation !== 'all' || !isGiven(path)) return [];
      return [
        {
          code: 'conflicting-properties',
          path,
          message: "RDS does not make the master user's password of a cluster that is restored from a backup",
          hint: 'Write "rotation: userSecret"',
          related: { path: ['shared', 'database', 'restoreFrom'], message: '"restoreFrom" is here' },
        },
      ];
    },
  ),
];
