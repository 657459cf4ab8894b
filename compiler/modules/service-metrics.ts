import type { Derived } from '../spec/derived.ts';

/** What can be watched in a running service. */
export type ServiceWatch = 'errors' | 'gatewayErrors' | 'latency' | 'unhealthy' | 'cpu';

/** A metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: 'Sum' | 'Average' | 'Maximum' | 'p99';
  /** By name. The values name the resource that is measured. */
  readonly dimensions: Readonly<Record<string, Omit<Derived, 'from'>>>;
  /** How many of the metric's unit make one of the setting's: 1000 where a setting in seconds is measured in milliseconds. */
  readonly unitsOfSetting?: number;
}

/** What CloudWatch has about a service on a runtime; `undefined` for what AWS does not measure there. */
export type ServiceMetrics = Readonly<Record<ServiceWatch, Metric | undefined>>;
