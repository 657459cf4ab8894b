import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { checkOf } from '../../../compiler/modules/check.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import type { Check, CheckContext, SpecWith } from '../../../compiler/modules/module.ts';
import { repeatedItems } from '../../../compiler/modules/repeated-items.ts';
import { withoutEffect } from '../../../compiler/modules/without-effect.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Settings = SpecWith<'backup'>['options']['backup'];

const settings: SpecPath = ['options', 'backup'];
const lockPath: SpecPath = [...settings, 'lock'];
const check = checkOf<SpecWith<'backup'>>();

export const backupChecks: readonly Check[] = [
  check(
    { backup: 'options.backup', cluster: 'shared.database?', sharedStack: 'sharedStack?' },
    clusterFindings,
  ),
  check({ backup: 'options.backup' }, ({ backup }, { written }) => retentionFindings(backup, written)),
  check({ backup: 'options.backup' }, ({ backup }, { isGiven }) => shorterFindings(backup, isGiven)),
  check({ lock: 'options.backup.lock' }, ({ lock }) => lockFindings(lock)),
  check({ arns: 'options.backup.copyTo' }, ({ arns }) =>
    repeatedItems(arns, [...settings, 'copyTo'], 'vault'),
  ),
];

/** Without a cluster of its own, a spec would look backed up and would not be. */
function clusterFindings(
  {
    cluster,
    sharedStack,
  }: { readonly cluster: object | undefined; readonly sharedStack: string | undefined },
  { isGiven }: CheckContext,
): Finding[] {
  const database: SpecPath = ['shared', 'database'];
  if (cluster || (sharedStack === undefined && !isGiven(database))) return [];
  const finding = { code: 'needs-other-setting', path: settings, at: 'key' } as const;
  if (sharedStack !== undefined) {
    return [
      {
        ...finding,
        message: `"backup" makes snapshots of the cluster in the spec itself, and this one uses that of stack "${sharedStack}"`,
        hint: 'Remove it here, and write it into the spec that describes that stack',
        related: { path: ['sharedStack'], message: '"sharedStack" is here' },
      },
    ];
  }
  return [
    {
      ...finding,
      message: '"backup" makes snapshots of the cluster, and with "database: none" there is none',
      ...eitherOf('Remove', [
        { path: settings, value: undefined, words: 'it' },
        { path: database, value: undefined, words: 'shared.database for a cluster with the defaults' },
      ]),
      related: { path: database, message: '"database: none" is here' },
    },
  ];
}

const keys = ['dailyRetentionDays', 'weeklyRetentionDays', 'monthlyRetentionDays'] as const;

/** AWS Backup makes no snapshot that the vault would not take. */
function retentionFindings(own: Settings, written: CheckContext['written']): Finding[] {
  const least = own.lock?.minRetentionDays;
  if (least === undefined) return [];
  return keys.flatMap((key): Finding[] => {
    const days = own[key];
    if (days === undefined || days >= least) return [];
    const path = [...settings, key];
    return [
      {
        code: 'out-of-range',
        path: written(path, [...lockPath, 'minRetentionDays']),
        message: `Snapshots would be kept for ${days} days, and the lock takes none for less than ${least}`,
        ...eitherOf('Write', [
          { path, value: least, words: `"${key}: ${least}" or more` },
          {
            path: [...lockPath, 'minRetentionDays'],
            value: days,
            words: `"minRetentionDays: ${days}" or less`,
          },
        ]),
      },
    ];
  });
}

/**
 * AWS Backup keeps to the longest retention of rules at the same time, so a weekly snapshot that is kept no longer than
 * the daily ones is one of them.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html
 */
function shorterFindings(own: Settings, isGiven: CheckContext['isGiven']): Finding[] {
  const daily: SpecPath = [...settings, 'dailyRetentionDays'];
  const more = own.dailyRetentionDays + 1;
  return (['weeklyRetentionDays', 'monthlyRetentionDays'] as const)
    .filter((key) => (own[key] ?? more) < more)
    .map((key) => {
      const path = [...settings, key];
      const because = `the daily snapshots are kept for ${own.dailyRetentionDays} days`;
      const longer = { path, value: more, words: `write "${key}: ${more}" or more` };
      return withoutEffect(path, because, { others: [longer], ...(isGiven(daily) && { cause: daily }) });
    });
}

function lockFindings({ mode, changeableForDays }: NonNullable<Settings['lock']>): Finding[] {
  const path = [...lockPath, 'changeableForDays'];
  if (mode === 'governance' && changeableForDays !== undefined) {
    return [
      {
        code: 'conflicting-properties',
        path,
        at: 'key',
        message: 'A lock of mode "governance" can always be changed, by whoever has the permission to',
        ...eitherOf('', [
          { path, value: undefined, words: 'Remove "changeableForDays"' },
          { path: [...lockPath, 'mode'], value: 'compliance', words: 'write "mode: compliance"' },
        ]),
      },
    ];
  }
  if (mode === 'governance' || changeableForDays !== undefined) return [];
  return [
    {
      code: 'missing-property',
      path: [...lockPath, 'mode'],
      message: 'A lock of mode "compliance" needs "changeableForDays": when it becomes final',
      ...eitherOf('', [
        { path, value: 14, words: 'Add "changeableForDays: 14", or another number from 3 on' },
        { path: [...lockPath, 'mode'], value: 'governance', words: 'write "mode: governance"' },
      ]),
    },
  ];
}
