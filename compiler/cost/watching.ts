import { modeOfContainerInsights } from '../template/charges.ts';
import { entryOf, itemsAt, textAt, typeOf } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import { referencesIn } from '../template/references.ts';
import { always, byMeter, numberAt } from './bill.ts';
import type { Bill } from './bill.ts';
import type { Lines, UseLine } from './model.ts';

const tenThousand = 10_000;

/** Every metric of an alarm costs, and more if it is judged more often than every minute. https://aws.amazon.com/cloudwatch/pricing/ */
export function linesOfAlarm({ properties, resource }: Bill): Lines {
  const metrics = itemsAt(properties, 'Metrics').filter((each) => entryOf(each, 'MetricStat'));
  const number = Math.max(1, metrics.length);
  const isOften = numberAt(properties, 'Period', 60) < 60;
  return {
    time: [
      always(
        isOften ? 'alarmOften' : 'alarm',
        number === 1 ? 'alarm' : `alarm of ${number} metrics`,
        number,
        entryOf(properties, 'Threshold'),
        resource.value,
      ),
    ],
  };
}

/** A policy that tracks a target keeps two alarms. https://aws.amazon.com/autoscaling/pricing/ */
export function linesOfScalingPolicy({ resource }: Bill): Lines {
  return { time: [always('alarm', '2 alarms for scaling', 2, resource.value)] };
}

/** https://aws.amazon.com/cloudwatch/pricing/ */
export function linesOfDashboard(): Lines {
  return { time: [always('dashboard', 'dashboard', 1)] };
}

/** What others than AWS's own services write. */
export const written = byMeter('logs', 'logs');
export const kept = byMeter('keptLogs', 'keptLogs');
/** What AWS's own services write costs less for large amounts. https://aws.amazon.com/cloudwatch/pricing/ */
const vended = byMeter('vendedLogs', 'networkLogs');

/** https://aws.amazon.com/cloudwatch/pricing/ */
export function linesOfLogGroup({ resource, siblings }: Bill): Lines {
  const isVended = siblings.some(
    ({ value }) =>
      ['AWS::WAFv2::LoggingConfiguration', 'AWS::EC2::FlowLog'].includes(typeOf(value)) &&
      refersTo(value, resource.key),
  );
  return { use: [isVended ? vended : written, kept] };
}

/** Whether a node refers to a resource. */
function refersTo(node: TemplateNode, logicalId: string): boolean {
  return referencesIn(toPlain(node)).some(({ name }) => name === logicalId);
}

export function linesOfFlowLog(): Lines {
  return { use: [vended] };
}

/** By metric: its number depends on the services, tasks and containers. https://aws.amazon.com/cloudwatch/pricing/ */
export function linesOfEcsCluster({ properties }: Bill): Lines {
  const mode = modeOfContainerInsights(properties);
  if (mode === undefined) return {};
  const price: UseLine['price'] = mode === 'enhanced' ? 'metricOfContainers' : 'metric';
  return { use: [byMeter(price, 'metrics'), written] };
}

/** https://aws.amazon.com/sns/pricing/ */
export function linesOfTopic(): Lines {
  return { use: [byMeter('mails', 'mails', 100_000)] };
}

/** Each of the first two yearly rotations adds as much again. https://aws.amazon.com/kms/pricing/ */
export function linesOfKey({ properties, resource }: Bill): Lines {
  const rotates = textAt(properties, 'EnableKeyRotation') === 'true';
  return {
    time: [always('key', rotates ? 'key, before its first rotation' : 'key', 1, resource.value)],
    use: [byMeter('keyCalls', 'keyCalls', tenThousand)],
  };
}

/** https://aws.amazon.com/secrets-manager/pricing/ */
export function linesOfSecret(): Lines {
  return {
    time: [always('secret', 'secret', 1)],
    use: [byMeter('secretCalls', 'secretCalls', tenThousand)],
  };
}

/** https://aws.amazon.com/ecr/pricing/ */
export function linesOfRepository(): Lines {
  return { use: [byMeter('images', 'images')] };
}

/** https://aws.amazon.com/s3/pricing/ */
export function linesOfBucket(): Lines {
  return {
    use: [byMeter('bucket', 'accessLogs'), byMeter('bucketWrites', 'accessLogFiles', 1000)],
  };
}
