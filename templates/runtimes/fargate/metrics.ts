import type { Metric, ServiceMetrics, ServiceWatch } from '../../../compiler/modules/service-metrics.ts';

const attribute = (value: string) => ({ value, tag: 'GetAtt' }) as const;

function ofBalancer(name: string, statistic: Metric['statistic'], isOfTargets = true): Metric {
  return {
    namespace: 'AWS/ApplicationELB',
    name,
    statistic,
    dimensions: {
      LoadBalancer: attribute('LoadBalancer.LoadBalancerFullName'),
      ...(isOfTargets && { TargetGroup: attribute('TargetGroup.TargetGroupFullName') }),
    },
  };
}

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 */
export const metrics: ServiceMetrics = {
  errors: ofBalancer('HTTPCode_Target_5XX_Count', 'Sum'),
  gatewayErrors: ofBalancer('HTTPCode_ELB_5XX_Count', 'Sum', false),
  latency: ofBalancer('TargetResponseTime', 'p99'),
  unhealthy: ofBalancer('UnHealthyHostCount', 'Maximum'),
  cpu: {
    namespace: 'AWS/ECS',
    name: 'CPUUtilization',
    statistic: 'Average',
    dimensions: {
      ClusterName: { value: 'Cluster', tag: 'Ref' },
      ServiceName: attribute('EcsService.Name'),
    },
  },
};

/**
 * Only what the new version answers. While tasks start, the load balancer has errors of its own, tasks are unhealthy and
 * need much CPU, and for those that do not start there is the circuit breaker. The metrics of the service itself also come
 * too late: its alarms would wait for the service, and it for them.
 */
export const rollbackOn: readonly ServiceWatch[] = ['errors', 'latency'];
