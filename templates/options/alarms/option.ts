import { usesCluster } from '../../../compiler/modules/database-variables.ts';
import { hardeningOf } from '../../../compiler/modules/measures.ts';
import type { Copy, Module, Runtime, SpecWith } from '../../../compiler/modules/module.ts';
import { derivedFrom, inAnyOrder } from '../../../compiler/spec/derived.ts';
import type { ServiceWatch } from '../../../compiler/modules/service-metrics.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { alarmChecks } from './checks.ts';
import { dashboardValues } from './dashboard.ts';
import { examplesFor } from './examples.ts';
import { failureRules } from './failures.ts';
import { alarmOn, blockedRequests, clusterMetrics, functionErrors } from './metrics.ts';
import { effectChecks } from './without-effect.ts';
import type { Patience } from './metrics.ts';
import { rights } from './rights.ts';

type Spec = SpecWith<'alarms'>;
type Alarms = Spec['options']['alarms'];
type Parts = readonly (string | Copy)[];

const option: SpecPath = ['options', 'alarms'];

/** Reports when the service or the database is not well. */
export const alarms: Module<Spec> = {
  name: 'alarms',
  rights,
  failureRules,
  // Each would report to the same people, and a channel of Slack has one configuration in an account.
  inPreview: 'absent',

  fragments(spec, runtime) {
    const { alarms: settings } = spec.options;
    const hasTopic = sendsItself(settings);
    const cluster = clusterAlarms(spec);
    return [
      ...(cluster.length > 0 && hasTopic ? topicFragments('shared', spec) : []),
      ...cluster,
      ...(hasTopic ? topicFragments('backend', spec) : []),
      ...serviceAlarms(settings, runtime),
      ...functionAlarms(spec, runtime),
      ...firewallAlarms(settings),
      ...(settings.slack ? ['backend/slack'] : []),
      ...(settings.dashboard ? [usesCluster(spec) ? 'backend/dashboard-database' : 'backend/dashboard'] : []),
    ];
  },

  derive(spec, runtime) {
    const { alarms: settings } = spec.options;
    const { notify = [], thresholds, topicArn } = settings;
    const at = (value: Derived['value'], ...path: string[]): Derived => ({
      value,
      from: [...option, ...path],
    });
    const threshold = (value: number, name: keyof Alarms['thresholds']) => at(value, 'thresholds', name);
    const { unitsOfSetting = 1 } = runtime.metrics.latency ?? {};
    return {
      'options.alarms.topic':
        topicArn === undefined ? { value: 'AlarmTopic', tag: 'Ref', from: option } : at(topicArn, 'topicArn'),
      'options.alarms.subscriptions': {
        value: inAnyOrder(notify, [...option, 'notify']).map((Endpoint) => ({
          value: { Endpoint, Protocol: at('email', 'notify') },
          from: Endpoint.from,
        })),
        from: [...option, 'notify'],
      },
      'options.alarms.slackTopics': slackTopics(spec),
      'backend.service.deploymentAlarms': deploymentAlarms(settings, runtime),
      'options.alarms.latencyThreshold': threshold(
        Number((thresholds.latencySeconds * unitsOfSetting).toFixed(3)),
        'latencySeconds',
      ),
      'options.alarms.storageBytes': threshold(thresholds.storageGiB * 1024 ** 3, 'storageGiB'),
      'options.alarms.failedLoginsPerSecond': threshold(
        Number((thresholds.failedLoginsPerMinute / 60).toFixed(4)),
        'failedLoginsPerMinute',
      ),
      ...functionValues('DatabaseFunction'),
      ...dashboardValues(
        idsIn([
          ...serviceAlarms(settings, runtime),
          ...functionAlarms(spec, runtime),
          ...firewallAlarms(settings),
        ]),
      ),
    };
  },

  examples: examplesFor,

  checks: [...alarmChecks, ...effectChecks],
};

/** Whether the stacks have topics of their own. */
function sendsItself({ notify, slack }: Alarms): boolean {
  return notify !== undefined || slack !== undefined;
}

/** With a key of the stack's own, its policy must let CloudWatch use it: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
function topicFragments(stack: 'shared' | 'backend', spec: Spec): readonly string[] {
  const isEncrypted = hardeningOf(spec).customerKeys !== 'off';
  return [`${stack}/topic`, ...(isEncrypted ? [`${stack}/topic-key`] : [])];
}

function watches({ without }: Alarms, what: Alarms['without'][number]): boolean {
  return !without.includes(what);
}

/** For each alarm about the service: its logical id, the fragment with what is particular to it, and its patience. */
const aboutService: Readonly<Record<ServiceWatch, readonly [string, string, Patience]>> = {
  errors: ['ErrorsAlarm', 'backend/errors', 'minutes'],
  gatewayErrors: ['GatewayErrorsAlarm', 'backend/gateway-errors', 'minutes'],
  latency: ['LatencyAlarm', 'backend/latency', 'minutes'],
  unhealthy: ['UnhealthyAlarm', 'backend/unhealthy', 'minutes'],
  cpu: ['CpuAlarm', 'backend/cpu', 'quarterHour'],
};

function serviceAlarms(settings: Alarms, { metrics }: Runtime): Parts {
  return (Object.keys(aboutService) as ServiceWatch[]).flatMap((watch) => {
    const metric = metrics[watch];
    if (!metric || !watches(settings, watch)) return [];
    const [id, fragment, patience] = aboutService[watch];
    return [fragment, alarmOn('backend', id, metric, patience)];
  });
}

/** What a runtime that can end a deployment gets to know; the value of a runtime that cannot is never bound. */
function deploymentAlarms(settings: Alarms, { rollbackOn }: Runtime): Derived {
  const from = [...option, 'rollback'];
  const names = rollbackOn
    .filter((watch) => settings.rollback && watches(settings, watch))
    .map((watch): Derived => ({ value: aboutService[watch][0], tag: 'Ref', from }));
  if (names.length === 0) return { value: null, from };
  return derivedFrom({ AlarmNames: names, Enable: true, Rollback: true }, from);
}

/** One for each function, because each has its own log. */
function functionAlarms(spec: Spec, runtime: Runtime): Parts {
  if (!watches(spec.options.alarms, 'functions')) return [];
  const ids = [...(usesCluster(spec) ? ['DatabaseFunction'] : []), ...runtime.functions(spec)];
  return ids.flatMap((id): Parts => [
    { fragment: 'backend/function', logicalId: `${id}Alarm`, values: functionValues(id) },
    alarmOn('backend', `${id}Alarm`, functionErrors(id), 'once'),
  ]);
}

function firewallAlarms(settings: Alarms): Parts {
  if (!watches(settings, 'blockedRequests')) return [];
  return ['backend/blocked-requests', alarmOn('backend', 'BlockedRequestsAlarm', blockedRequests, 'minutes')];
}

/** The logical ids of the alarms among the fragments, each once. */
function idsIn(parts: Parts): readonly string[] {
  return [...new Set(parts.flatMap((each) => (typeof each === 'string' ? [] : each.logicalId)))];
}

function functionValues(id: string): Readonly<Record<string, Derived>> {
  return { 'options.alarms.function.description': { value: `${id} failed; see its log`, from: option } };
}

function clusterAlarms(spec: Spec): Parts {
  const { shared, options } = spec;
  if (!shared?.database) return [];
  const { alarms: settings } = options;
  const { capacity, readers } = shared.database;
  // Such a cluster always has that much of its largest capacity in use.
  const isAlwaysUsed = (100 * capacity.min) / capacity.max >= settings.thresholds.capacityPercent;
  const capacityMetric = isAlwaysUsed ? clusterMetrics.load : clusterMetrics.capacity;
  const all = [
    ['capacity', 'capacity', 'DatabaseCapacityAlarm', capacityMetric, 'quarterHour'],
    ['storage', 'storage', 'DatabaseStorageAlarm', clusterMetrics.storage, 'hour'],
    ...(readers > 0
      ? ([['replicaLag', 'replica-lag', 'ReplicaLagAlarm', clusterMetrics.replicaLag, 'minutes']] as const)
      : []),
    ['failedLogins', 'failed-logins', 'FailedLoginsAlarm', clusterMetrics.failedLogins, 'minutes'],
  ] as const;
  return all.flatMap(([what, fragment, id, metric, patience]) =>
    watches(settings, what) ? [`shared/${fragment}`, alarmOn('shared', id, metric, patience)] : [],
  );
}

/** The backend's own topic, and that of the shared stack of the same spec, which has a name. */
function slackTopics(spec: Spec): Derived {
  const from = [...option, 'slack'];
  const shared: Derived = {
    value: 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${SharedStackName}-Alarms',
    tag: 'Sub',
    from,
  };
  return {
    value: [{ value: 'AlarmTopic', tag: 'Ref', from }, ...(clusterAlarms(spec).length > 0 ? [shared] : [])],
    from,
  };
}
