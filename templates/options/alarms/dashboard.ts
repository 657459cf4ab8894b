import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const from: SpecPath = ['options', 'alarms', 'dashboard'];

interface Widget {
  readonly type: 'alarm' | 'metric';
  readonly width: number;
  readonly height?: number;
  readonly properties: object;
}

/** The alarms that have a graph: templates have little room. */
const shown = ['ErrorsAlarm', 'LatencyAlarm', 'CpuAlarm'];

/**
 * The state of all alarms, graphs of the most telling, with their thresholds, and one of the database. CloudWatch places
 * the widgets in rows.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardValues(ids: readonly string[]): Readonly<Record<string, Derived>> {
  const overview: Widget = {
    type: 'alarm',
    width: 24,
    height: 3,
    properties: { alarms: ids.map((id) => `\${${id}.Arn}`) },
  };
  const widgets = [
    ...(ids.length > 0 ? [overview] : []),
    ...ids.filter((id) => shown.includes(id)).map(graphOf),
  ];
  // A line for each: several lines are printed without escaping their quotes.
  const bodyOf = (all: readonly Widget[]) =>
    `{"widgets":[\n${all.map((each) => JSON.stringify(each)).join(',\n')}]}`;
  return {
    'options.alarms.dashboardBody': { value: bodyOf(widgets), tag: 'Sub', from },
    'options.alarms.dashboardText': { value: bodyOf([...widgets, database]), from },
  };
}

function graphOf(id: string): Widget {
  const title = id.replace(/Alarm$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  const annotations = { alarms: [`\${${id}.Arn}`] };
  return metricWidget({ title, annotations });
}

const database = metricWidget({
  title: 'Database',
  metrics: [
    ['AWS/RDS', 'ACUUtilization', 'DBClusterIdentifier', '${Cluster}'],
    ['.', 'CPUUtilization', '.', '.'],
    ['.', 'DatabaseConnections', '.', '.', { yAxis: 'right' }],
  ],
});

function metricWidget(properties: object): Widget {
  return {
    type: 'metric',
    width: 8,
    properties: { region: '${AWS::Region}', ...properties },
  };
}
