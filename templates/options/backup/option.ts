import type { Module, SpecWith } from '../../../compiler/modules/module.ts';
import { sharedStackName } from '../../../compiler/modules/stack-names.ts';
import { derivedFrom, inAnyOrder } from '../../../compiler/spec/derived.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { backupChecks } from './checks.ts';
import { rights } from './rights.ts';

type Spec = SpecWith<'backup'>;
type Settings = Spec['options']['backup'];

const settings: SpecPath = ['options', 'backup'];
const copyTo: SpecPath = [...settings, 'copyTo'];

/** Snapshots of the cluster by AWS Backup. */
export const backup: Module<Spec> = {
  name: 'backup',
  rights,
  inPreview: 'absent',

  fragments({ shared, options }) {
    if (!shared?.database) return [];
    const isNamed = options.backup.vaultName !== undefined;
    return ['shared/backup', isNamed ? 'shared/named-vault' : 'shared/unique-vault'];
  },

  derive(spec) {
    const stack = sharedStackName(spec);
    const from: SpecPath = ['stackNames', 'shared'];
    return {
      // AWS takes 50 characters for either name, and nine of them follow on the first.
      'options.backup.vaultStart': { value: stack.slice(0, 41), from },
      'options.backup.planName': { value: stack.slice(0, 50), from },
      'options.backup.lockConfiguration': lockOf(spec.options.backup),
      'options.backup.copyTo': { value: copiesOf(spec.options.backup), from: copyTo },
      'options.backup.rules': { value: rulesOf(spec.options.backup), from: settings },
    };
  },

  checks: backupChecks,
};

function copiesOf(own: Settings): readonly Derived[] {
  return inAnyOrder(own.copyTo ?? [], copyTo);
}

function lockOf({ lock }: Settings): Derived {
  const from = [...settings, 'lock'];
  if (!lock) return { value: null, from };
  const { minRetentionDays, changeableForDays } = lock;
  const at = (key: string, value: number | undefined) =>
    value === undefined ? undefined : { value, from: [...from, key] };
  return derivedFrom(
    {
      MinRetentionDays: at('minRetentionDays', minRetentionDays),
      ChangeableForDays: at('changeableForDays', changeableForDays),
    },
    from,
  );
}

function rulesOf(own: Settings): readonly Derived[] {
  const [hour = 0, minute = 0] = own.time.split(':').map(Number);
  return [
    rule('Daily', 'dailyRetentionDays', `cron(${minute} ${hour} * * ? *)`, own),
    rule('Weekly', 'weeklyRetentionDays', `cron(${minute} ${hour} ? * SUN *)`, own),
    rule('Monthly', 'monthlyRetentionDays', `cron(${minute} ${hour} 1 * ? *)`, own),
  ].flat();
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html#plan-schedule-cron */
function rule(
  name: string,
  key: 'dailyRetentionDays' | 'weeklyRetentionDays' | 'monthlyRetentionDays',
  schedule: string,
  own: Settings,
): readonly Derived[] {
  const days = own[key];
  if (days === undefined) return [];
  const from = [...settings, key];
  const lifecycle = derivedFrom({ DeleteAfterDays: days }, from);
  const copies = copiesOf(own).map((vault) =>
    derivedFrom({ DestinationBackupVaultArn: vault, Lifecycle: lifecycle }, vault.from),
  );
  const rule = {
    RuleName: name,
    TargetBackupVault: { value: 'BackupVault', tag: 'Ref', from } as const,
    ScheduleExpression: { value: schedule, from: [...settings, 'time'] },
    Lifecycle: lifecycle,
    CopyActions: copies.length > 0 ? { value: copies, from: copyTo } : undefined,
  };
  return [derivedFrom(rule, from)];
}
