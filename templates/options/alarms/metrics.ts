import type { Metric } from '../../../compiler/modules/service-metrics.ts';
import type { Copy } from '../../../compiler/modules/module.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

/** How long a value must last. */
export type Patience = 'minutes' | 'quarterHour' | 'hour' | 'once';

/** Longer than scaling takes, and one bad minute is no alarm. */
const evaluation: Readonly<
  Record<Patience, { readonly seconds: number; readonly periods: number; readonly datapoints: number }>
> = {
  minutes: { seconds: 60, periods: 5, datapoints: 3 },
  quarterHour: { seconds: 300, periods: 3, datapoints: 3 },
  hour: { seconds: 3600, periods: 1, datapoints: 1 },
  once: { seconds: 300, periods: 1, datapoints: 1 },
};

const from: SpecPath = ['options', 'alarms'];

/** What the alarm with that logical id has in common with all: the metric, and whom it reports to. */
export function alarmOn(
  stack: 'shared' | 'backend',
  logicalId: string,
  metric: Metric,
  patience: Patience,
): Copy {
  return { fragment: `${stack}/alarm`, logicalId, values: metricValues(metric, patience) };
}

function metricValues(
  { namespace, name, statistic, dimensions }: Metric,
  patience: Patience,
): Readonly<Record<string, Derived>> {
  const { seconds, periods, datapoints } = evaluation[patience];
  const at = (value: Derived['value']): Derived => ({ value, from });
  const isPercentile = statistic.startsWith('p');
  const own: Readonly<Record<string, Derived>> = {
    namespace: at(namespace),
    name: at(name),
    statistic: at(isPercentile ? null : statistic),
    percentile: at(isPercentile ? statistic : null),
    dimensions: at(
      Object.entries(dimensions).map(([Name, value]) => at({ Name, Value: { ...value, from } })),
    ),
    seconds: at(seconds),
    periods: at(periods),
    datapoints: at(datapoints === periods ? null : datapoints),
  };
  return Object.fromEntries(
    Object.entries(own).map(([key, value]) => [`options.alarms.metric.${key}`, value]),
  );
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html */
function ofCluster(name: string, statistic: Metric['statistic']): Metric {
  return {
    namespace: 'AWS/RDS',
    name,
    statistic,
    dimensions: { DBClusterIdentifier: { value: 'DatabaseCluster', tag: 'Ref' } },
  };
}

export const clusterMetrics = {
  capacity: ofCluster('ACUUtilization', 'Average'),
  /** Relative to the largest capacity, whatever the cluster has now. */
  load: ofCluster('CPUUtilization', 'Average'),
  storage: ofCluster('VolumeBytesUsed', 'Maximum'),
  replicaLag: ofCluster('AuroraReplicaLagMaximum', 'Maximum'),
  failedLogins: ofCluster('LoginFailures', 'Average'),
};

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionErrors(logicalId: string): Metric {
  return {
    namespace: 'AWS/Lambda',
    name: 'Errors',
    statistic: 'Sum',
    dimensions: { FunctionName: { value: logicalId, tag: 'Ref' } },
  };
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html */
export const blockedRequests: Metric = {
  namespace: 'AWS/WAFV2',
  name: 'BlockedRequests',
  statistic: 'Sum',
  dimensions: {
    Region: { value: 'AWS::Region', tag: 'Ref' },
    Rule: { value: 'ALL' },
    WebACL: { value: '${AWS::StackName}-WebAcl', tag: 'Sub' },
  },
};
