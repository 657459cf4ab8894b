import { counted } from '../diagnostics/counted.ts';
import { freeInsightsDays } from '../template/charges.ts';
import { entryOf, textAt } from '../template/node.ts';
import {
  always,
  byMeter,
  hoursOfMonth,
  million,
  numberAt,
  one,
  propertiesOf,
  resourcesOfType,
  times,
  wordRange,
} from './bill.ts';
import type { Bill } from './bill.ts';
import type { Lines, Range, TimeLine } from './model.ts';
import { addresses } from './network.ts';

const cluster = 'AWS::RDS::DBCluster';
const instance = 'AWS::RDS::DBInstance';

/** Backups, of the cluster itself and in a vault. https://aws.amazon.com/rds/aurora/pricing/, https://aws.amazon.com/backup/pricing/ */
export const backups = byMeter('auroraBackup', 'backups');

function clusterOf(bill: Bill) {
  return propertiesOf(resourcesOfType(bill, cluster)[0]);
}

/** Between what the cluster's instances scale, in Aurora capacity units. */
function capacityOf(bill: Bill): { readonly units: Range; readonly decidedBy: TimeLine['decidedBy'] } {
  const scaling = entryOf(clusterOf(bill), 'ServerlessV2ScalingConfiguration');
  return {
    units: { floor: numberAt(scaling, 'MinCapacity', 0), ceiling: numberAt(scaling, 'MaxCapacity', 0) },
    decidedBy: [entryOf(scaling, 'MinCapacity'), entryOf(scaling, 'MaxCapacity')],
  };
}

/**
 * Each instance has the capacity that it needs, and nothing while it is paused.
 * https://aws.amazon.com/rds/aurora/pricing/
 */
export function linesOfInstance(bill: Bill): Lines {
  const { units, decidedBy } = capacityOf(bill);
  const isPublic = textAt(bill.properties, 'PubliclyAccessible') === 'true';
  return {
    time: [
      {
        price: 'auroraCapacity',
        words: `${wordRange(units)} ACU${units.floor === 0 ? ', 0 while it is paused' : ''}`,
        quantity: times(units, hoursOfMonth),
        decidedBy,
      },
      ...(isPublic
        ? [addresses(one, 'public address', [entryOf(bill.properties, 'PubliclyAccessible')])]
        : []),
      ...longHistory(bill, units),
    ],
  };
}

const daysOfMonth = 31;

/**
 * More than seven days of history: a price for the first month, and one for each other, by average capacity. The advanced
 * mode includes it. https://aws.amazon.com/rds/performance-insights/pricing/
 */
function longHistory(bill: Bill, units: Range): readonly TimeLine[] {
  const kept = entryOf(bill.properties, 'PerformanceInsightsRetentionPeriod');
  const days = numberAt(bill.properties, 'PerformanceInsightsRetentionPeriod', freeInsightsDays);
  if (days <= freeInsightsDays || isAdvanced(bill)) return [];
  const months = Math.round(days / daysOfMonth);
  const more = months - 1;
  const line = (price: TimeLine['price'], words: string, factor: number): TimeLine => ({
    price,
    words,
    quantity: times(units, factor),
    decidedBy: [kept],
  });
  return [
    line('insightsFirstMonth', 'a month of Performance Insights', 1),
    ...(more > 0 ? [line('insightsMoreMonths', `${more} more months of Performance Insights`, more)] : []),
  ];
}

function isAdvanced(bill: Bill): boolean {
  return textAt(clusterOf(bill), 'DatabaseInsightsMode') === 'advanced';
}

/** Storage, its requests, backups and logs. https://aws.amazon.com/rds/aurora/pricing/ */
export function linesOfCluster(bill: Bill): Lines {
  const managed = entryOf(bill.properties, 'ManageMasterUserPassword');
  const hasSecret = textAt(bill.properties, 'ManageMasterUserPassword') === 'true';
  return {
    time: [
      ...(hasSecret ? [always('secret', "secret of the master user's password", 1, managed)] : []),
      ...advancedInsights(bill),
    ],
    use: [
      byMeter('auroraStorage', 'storage'),
      byMeter('auroraRequests', 'statements', million),
      backups,
      // Those that it exports, and the metrics of Enhanced Monitoring.
      byMeter('logs', 'logs'),
    ],
  };
}

/** By the capacity of every instance. https://aws.amazon.com/cloudwatch/pricing/ */
function advancedInsights(bill: Bill): readonly TimeLine[] {
  if (!isAdvanced(bill)) return [];
  const instances = resourcesOfType(bill, instance).length;
  const { units } = capacityOf(bill);
  return [
    {
      price: 'advancedInsights',
      words: `advanced Database Insights of ${counted(instances, 'instance')}`,
      quantity: times(units, instances * hoursOfMonth),
      decidedBy: [entryOf(bill.properties, 'DatabaseInsightsMode')],
    },
  ];
}
