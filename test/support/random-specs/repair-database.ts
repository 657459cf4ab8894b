import { autoPauseSince, isOlder } from '../../../compiler/facts/engine-versions.ts';
import type { Toolkit } from '../../../compiler/modules/module.ts';
import type { Draft } from './draft.ts';

const database = 'shared.database';

/** Settings of the cluster that must go together. */
export const databaseSteps: readonly ((draft: Draft, toolkit: Toolkit) => void)[] = [
  function databasesStandInAClusterThatExists(draft) {
    if (draft.given(database) === 'none' && draft.given('backend.database.existing') === undefined)
      draft.remove('backend.database');
  },

  function existingDatabasesAreKnown(draft, { runtimes }) {
    const existing = 'backend.database.existing';
    if (draft.given(existing) === undefined) return;
    const [start, name = ''] = draft.text(`${existing}.secretArn`).split(':secret:');
    const here = String(start).replace(/^(arn:aws:secretsmanager:)[^:]*/, `$1${draft.text('region')}`);
    const isComplete = /-[A-Za-z0-9]{6}$/.test(name);
    draft.set(
      `${existing}.secretArn`,
      `${here}:secret:${isComplete ? name : name.replace(/-(?=[^/]{6}$)/, '.')}`,
    );
    for (const key of ['name', 'readerHost']) {
      const environment = `backend.database.environment.${key}`;
      if (draft.given(`${existing}.${key}`) === undefined) draft.remove(environment);
    }
    if (draft.given(`${existing}.readerHost`) !== undefined) {
      if (draft.text('backend.database.environment.readerHost') === '')
        draft.remove(`${existing}.readerHost`);
    }
    const runtime = runtimes.find((each) => each.name === draft.text('backend.service.runtime'));
    if (runtime?.databaseAccess === 'public') draft.remove(`${existing}.securityGroupId`);
  },

  function clustersAreMadeFromOneBackup(draft) {
    const path = `${database}.restoreFrom`;
    if (
      draft.given('options.hardening') !== undefined &&
      draft.text('options.hardening.rotation') === 'all'
    ) {
      draft.remove(path);
    }
    if (draft.given(path) === undefined) return;
    if (draft.given(`${path}.snapshot`) === undefined && draft.given(`${path}.cluster`) !== undefined) {
      if (draft.text(`${path}.time`) !== 'latest') draft.set(`${path}.time`, '2026-11-24T09:00:00Z');
      return;
    }
    const here = `$1${draft.text('region')}`;
    const snapshot = draft.text(`${path}.snapshot`) || 'todo';
    draft.set(`${path}.snapshot`, snapshot.replace(/^(arn:aws:rds:)[^:]*/, here));
    for (const other of ['cluster', 'time']) draft.remove(`${path}.${other}`);
  },

  function backupsAreOfAClusterAndLongEnough(draft) {
    const path = 'options.backup';
    if (draft.given(path) === undefined) return;
    if (draft.given('sharedStack') !== undefined) draft.remove(path);
    if (draft.given(database) === 'none') draft.remove(database);
    if (draft.given(`${path}.lock`) === undefined) return;
    const final = `${path}.lock.changeableForDays`;
    if (draft.text(`${path}.lock.mode`) === 'governance') draft.remove(final);
    else if (draft.given(final) === undefined) draft.set(final, 3);
    const kept = ['daily', 'weekly', 'monthly'].flatMap((each) => {
      const days = draft.number(`${path}.${each}RetentionDays`);
      return days > 0 ? [days] : [];
    });
    const least = `${path}.lock.minRetentionDays`;
    draft.set(least, Math.min(draft.number(least), ...kept));
  },

  function capacityIsARange(draft) {
    const [min, max] = [draft.number(`${database}.capacity.min`), draft.number(`${database}.capacity.max`)];
    if (min <= max) return;
    draft.set(`${database}.capacity.min`, max);
    draft.set(`${database}.capacity.max`, min);
  },

  function onlyWhatCanPausePauses(draft) {
    const path = `${database}.capacity`;
    const canPause = !isOlder(draft.text(`${database}.engineVersion`), autoPauseSince);
    if (draft.number(`${path}.min`) === 0 && !canPause) draft.set(`${path}.min`, 0.5);
    if (draft.number(`${path}.min`) !== 0) draft.remove(`${path}.autoPauseSeconds`);
  },

  function windowsAreApart(draft) {
    const paths = [`${database}.backupWindow`, `${database}.maintenanceWindow`] as const;
    if (paths.every((path) => draft.given(path) === undefined)) return;
    const [backup, maintenance] = paths.map((path) => draft.text(path));
    const { start, length } = spanOf(backup ?? '', 24 * 60);
    const usual = Math.min(Math.max(length, 30), 12 * 60);
    if (usual !== length) draft.set(paths[0], `${time(start)}-${time(start + usual)}`);
    const other = spanOf(maintenance ?? '', 7 * 24 * 60);
    const lasts = Math.min(Math.max(other.length, 30), 23 * 60);
    const meets = Array.from({ length: lasts }, (_each, minute) => other.start + minute).some(
      (minute) => (minute - start + 2 * 24 * 60) % (24 * 60) < usual,
    );
    const end = start + usual;
    if (meets)
      draft.set(
        paths[1],
        `sat:${time(end)}-${end + 30 >= 24 * 60 && end < 24 * 60 ? 'sun' : 'sat'}:${time(end + 30)}`,
      );
    else if (lasts !== other.length) {
      draft.set(paths[1], `${dayAndTime(other.start)}-${dayAndTime(other.start + lasts)}`);
    }
  },

  function insightsAreKeptForAllowedDays(draft) {
    const path = `${database}.performanceInsightsRetentionDays`;
    const least = draft.text(`${database}.databaseInsights`) === 'advanced' ? 465 : 7;
    const kept = draft.number(path);
    const months = Math.max(Math.round(kept / 31), 1) * 31;
    const allowed = kept < 20 ? 7 : kept > 722 ? 731 : months;
    if (Math.max(allowed, least) !== kept) draft.set(path, Math.max(allowed, least));
  },
];

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Of `21:00-21:30` or `sat:21:00-sat:21:30`, in minutes; the period is after how many the window begins again. */
function spanOf(window: string, period: number): { readonly start: number; readonly length: number } {
  const [start = 0, end = 0] = window.split('-').map((text) => {
    const [minutes = 0, hours = 0] = text.split(':').reverse().map(Number);
    return Math.max(days.indexOf(text.slice(0, 3)), 0) * 24 * 60 + hours * 60 + minutes;
  });
  return { start, length: (end - start + period) % period };
}

function dayAndTime(minutes: number): string {
  return `${days[Math.floor(minutes / (24 * 60)) % 7] ?? ''}:${time(minutes)}`;
}

function time(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60) % 24, minutes % 60];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
