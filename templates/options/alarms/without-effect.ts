import { checkOf } from '../../../compiler/modules/check.ts';
import type { Check, Runtime, SpecWith } from '../../../compiler/modules/module.ts';
import type { ServiceWatch } from '../../../compiler/modules/service-metrics.ts';
import { withoutEffect } from '../../../compiler/modules/without-effect.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Alarms = SpecWith<'alarms'>['options']['alarms'];
type Watch = Alarms['without'][number];

interface Cluster {
  readonly readers: number;
}

const option: SpecPath = ['options', 'alarms'];
const withoutPath: SpecPath = [...option, 'without'];

/** The alarms that each threshold is for. */
const watchesOf: Readonly<Record<keyof Alarms['thresholds'], readonly Watch[]>> = {
  errorsPerMinute: ['errors', 'gatewayErrors'],
  latencySeconds: ['latency'],
  unhealthyTargets: ['unhealthy'],
  cpuPercent: ['cpu'],
  blockedRequestsPerMinute: ['blockedRequests'],
  capacityPercent: ['capacity'],
  storageGiB: ['storage'],
  replicaLagMilliseconds: ['replicaLag'],
  failedLoginsPerMinute: ['failedLogins'],
};

const serviceWatches: readonly ServiceWatch[] = ['errors', 'gatewayErrors', 'latency', 'unhealthy', 'cpu'];
const clusterWatches: readonly Watch[] = ['capacity', 'storage', 'replicaLag', 'failedLogins'];

interface Parts {
  readonly alarms: Alarms;
  readonly database: Cluster | undefined;
}

/** Why a spec has no such alarm, whatever `without` says; `undefined` if it may have one. */
function whyNone(
  watch: Watch,
  database: Cluster | undefined,
  { metrics, name }: Runtime,
): string | undefined {
  const ofService = serviceWatches.find((each) => each === watch);
  if (ofService) return metrics[ofService] ? undefined : `AWS does not measure it on ${name}`;
  if (!clusterWatches.includes(watch)) return undefined;
  if (!database) return 'this spec has no cluster';
  return watch === 'replicaLag' && database.readers === 0 ? 'the cluster has no readers' : undefined;
}

export const effectChecks: readonly Check[] = [
  checkOf<SpecWith<'alarms'>>()(
    { alarms: 'options.alarms', database: 'shared.database?', runtime: 'backend.service.runtime' },
    (parts, { runtime, isGiven }) => [
      ...thresholdFindings(parts, runtime, isGiven),
      ...rollbackFindings(parts, runtime, isGiven),
      ...allFindings(parts, runtime),
    ],
  ),
];

type IsGiven = (path: SpecPath) => boolean;

function thresholdFindings({ alarms, database }: Parts, runtime: Runtime, isGiven: IsGiven) {
  const names = Object.keys(watchesOf) as (keyof typeof watchesOf)[];
  return names.flatMap((name) => {
    const path = [...option, 'thresholds', name];
    if (!isGiven(path)) return [];
    const reasons = watchesOf[name].map((watch) => whyNone(watch, database, runtime));
    const [reason] = reasons;
    if (reason !== undefined && !reasons.includes(undefined)) return [withoutEffect(path, reason)];
    const left = watchesOf[name].filter((_, index) => reasons[index] === undefined);
    if (left.some((watch) => !alarms.without.includes(watch))) return [];
    return [withoutEffect(path, `"without" has ${listed(left)}`, { cause: withoutPath })];
  });
}

function rollbackFindings({ alarms }: Parts, { rollbackOn }: Runtime, isGiven: IsGiven) {
  const path = [...option, 'rollback'];
  if (!alarms.rollback || !isGiven(path) || rollbackOn.length === 0) return [];
  if (rollbackOn.some((watch) => !alarms.without.includes(watch))) return [];
  return [withoutEffect(path, `"without" has ${listed(rollbackOn)}`, { cause: withoutPath })];
}

/** A spec in which every alarm is left out, and that has no dashboard either. */
function allFindings({ alarms, database }: Parts, runtime: Runtime) {
  const all = [...Object.values(watchesOf).flat(), 'functions' as const];
  const possible = all.filter((watch) => whyNone(watch, database, runtime) === undefined);
  if (alarms.dashboard || possible.some((watch) => !alarms.without.includes(watch))) return [];
  return [
    withoutEffect(option, 'its "without" has every alarm that this spec could have', { cause: withoutPath }),
  ];
}

function listed(names: readonly string[]): string {
  return names.join(' and ');
}
