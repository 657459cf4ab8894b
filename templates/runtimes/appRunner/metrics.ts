import type { Metric, ServiceMetrics } from '../../../compiler/modules/service-metrics.ts';
import { derivedFrom } from '../../../compiler/spec/derived.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';

const from = ['backend', 'service', 'runtime'];
const arn: Derived = { value: 'Service.ServiceArn', tag: 'GetAtt', from };

/** The service has no attribute with its name, but its ARN: `arn:aws:apprunner:REGION:ACCOUNT:service/NAME/ID`. */
const serviceName = derivedFrom({ 'Fn::Select': [1, { 'Fn::Split': ['/', arn] }] }, from);

function ofService(name: string, statistic: Metric['statistic']): Metric {
  return {
    namespace: 'AWS/AppRunner',
    name,
    statistic,
    dimensions: { ServiceName: serviceName, ServiceID: { value: 'Service.ServiceId', tag: 'GetAtt' } },
  };
}

/** https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cw.html */
export const metrics: ServiceMetrics = {
  errors: ofService('5xxStatusResponses', 'Sum'),
  gatewayErrors: undefined,
  latency: { ...ofService('RequestLatency', 'p99'), unitsOfSetting: 1000 },
  unhealthy: undefined,
  cpu: ofService('CPUUtilization', 'Average'),
};
