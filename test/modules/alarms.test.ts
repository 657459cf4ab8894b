import { expect } from 'chai';
import { compile } from '../../compiler/compile.ts';
import { resourcesOf, typeOf } from '../../compiler/template/node.ts';
import { toPlain } from '../../compiler/template/plain.ts';
import { toolkit } from '../../compiler/toolkit.ts';

interface Properties {
  readonly [name: string]: unknown;
  readonly DashboardBody?: unknown;
}

interface Edit {
  readonly runtime?: string;
  readonly shared?: object;
  readonly database?: object | null;
}

/** The properties of each resource of a stack, with this option, by logical id. */
function watched(alarms: object, { runtime = 'fargate', shared, database }: Edit = {}) {
  const spec = {
    archc: 1,
    name: 'todo',
    region: 'eu-west-1',
    ...(shared === undefined ? { sharedStack: 'platform' } : { shared }),
    backend: {
      service: { runtime, port: 8080 },
      ...(database !== null && { database: database ?? { name: 'todo', user: 'todo' } }),
    },
    options: { alarms },
  };
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(JSON.stringify(spec)) }, toolkit);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join('; '));
  const resourcesIn = (stack: string) => {
    const root = outcome.value.templates.find((template) => template.stack === stack)?.root;
    const entries = root ? resourcesOf(root) : [];
    return Object.fromEntries(
      entries.map(({ key, value }) => {
        const { Properties = {} } = toPlain(value) as { readonly Properties?: Properties };
        return [key, { ...Properties, type: typeOf(value) }] as const;
      }),
    );
  };
  return { shared: resourcesIn('shared'), backend: resourcesIn('backend') };
}

const mail = { notify: ['oncall@example.com'] };
const zones = { availabilityZones: ['eu-west-1a', 'eu-west-1b'] };
const alarmsIn = (resources: Readonly<Record<string, { readonly type: unknown }>>) =>
  Object.entries(resources).flatMap(([id, { type }]) => (type === 'AWS::CloudWatch::Alarm' ? [id] : []));

describe('the option alarms', () => {
  it('watches what the runtime measures', () => {
    expect(alarmsIn(watched(mail).backend)).to.deep.equal([
      'ErrorsAlarm',
      'GatewayErrorsAlarm',
      'LatencyAlarm',
      'UnhealthyAlarm',
      'CpuAlarm',
      'DatabaseFunctionAlarm',
      'BlockedRequestsAlarm',
    ]);
    const { backend } = watched(mail, { runtime: 'appRunner', database: null });
    expect(alarmsIn(backend)).to.deep.equal([
      'ErrorsAlarm',
      'LatencyAlarm',
      'CpuAlarm',
      'BlockedRequestsAlarm',
    ]);
  });

  it('counts in the units of the metric', () => {
    const settings = {
      ...mail,
      thresholds: { latencySeconds: 0.07, storageGiB: 3, failedLoginsPerMinute: 20 },
    };
    expect(watched(settings).backend['LatencyAlarm']).to.include({ Threshold: 0.07 });
    const { backend, shared } = watched(settings, { runtime: 'appRunner', shared: zones });
    expect(backend['LatencyAlarm']).to.include({ Threshold: 70, MetricName: 'RequestLatency' });
    expect(shared['DatabaseStorageAlarm']).to.include({ Threshold: 3_221_225_472 });
    expect(shared['FailedLoginsAlarm']).to.include({ Threshold: 0.3333, Statistic: 'Average' });
  });

  for (const [capacity, metric] of [
    [{ min: 0, max: 8 }, 'ACUUtilization'],
    [{ min: 7, max: 8 }, 'ACUUtilization'],
    [{ min: 7.5, max: 8 }, 'CPUUtilization'],
    [{ min: 2, max: 2 }, 'CPUUtilization'],
  ] as const) {
    it(`stays silent in a cluster from ${capacity.min} to ${capacity.max}: it watches ${metric}`, () => {
      const { shared } = watched(mail, { shared: { ...zones, database: { capacity } } });
      expect(shared['DatabaseCapacityAlarm']).to.include({ MetricName: metric });
    });
  }

  it('watches a reader only where there is one', () => {
    const { shared } = watched(mail, { shared: { ...zones, database: { readers: 0 } } });
    expect(alarmsIn(shared)).to.deep.equal([
      'DatabaseCapacityAlarm',
      'DatabaseStorageAlarm',
      'FailedLoginsAlarm',
    ]);
  });

  it('leaves out what it shall do without, and then asks no deployment about it', () => {
    const without = [
      'errors',
      'functions',
      'blockedRequests',
      'capacity',
      'storage',
      'replicaLag',
      'failedLogins',
    ];
    const { shared, backend } = watched({ ...mail, without }, { shared: zones });
    expect(Object.keys(shared)).not.to.include('AlarmTopic');
    expect(alarmsIn(backend)).to.deep.equal([
      'GatewayErrorsAlarm',
      'LatencyAlarm',
      'UnhealthyAlarm',
      'CpuAlarm',
    ]);
    expect(backend['EcsService'])
      .to.have.nested.property('DeploymentConfiguration.Alarms')
      .that.deep.equals({
        AlarmNames: [{ Ref: 'LatencyAlarm' }],
        Enable: true,
        Rollback: true,
      });
  });

  for (const settings of [{ rollback: false }, { without: ['errors', 'latency'] }]) {
    it(`rolls nothing back with ${JSON.stringify(settings)}`, () => {
      const { backend } = watched({ ...mail, ...settings });
      expect(backend['EcsService']).not.to.have.nested.property('DeploymentConfiguration.Alarms');
    });
  }

  it('makes no topic beside an existing one', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:operations';
    const { shared, backend } = watched({ topicArn }, { shared: zones });
    expect([...Object.keys(shared), ...Object.keys(backend)]).not.to.include('AlarmTopic');
    for (const alarm of [backend['CpuAlarm'], shared['FailedLoginsAlarm']])
      expect(alarm).to.deep.include({ AlarmActions: [topicArn], OKActions: [topicArn] });
  });

  it('sends the alarms of both stacks to Slack from one of them', () => {
    const slack = { workspaceId: 'T07EA123LEP', channelId: 'C07EZ1ABC23' };
    const { shared, backend } = watched({ slack }, { shared: zones });
    expect(Object.keys(shared)).not.to.include('SlackChannel');
    const name = '${SharedStackName}-Alarms';
    expect(shared['AlarmTopic']).to.deep.include({ TopicName: { 'Fn::Sub': '${AWS::StackName}-Alarms' } });
    expect(backend['SlackChannel']).to.deep.include({
      SnsTopicArns: [
        { Ref: 'AlarmTopic' },
        { 'Fn::Sub': `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:${name}` },
      ],
    });
    expect(watched({ slack }).backend['SlackChannel']).to.deep.include({
      SnsTopicArns: [{ Ref: 'AlarmTopic' }],
    });
  });

  it('shows every alarm of the backend on the dashboard, and the cluster that the backend uses', () => {
    const settings = { ...mail, dashboard: true };
    const { backend } = watched(settings);
    const [text, names] = (backend['Dashboard']?.DashboardBody as { 'Fn::Sub': [string, object] })['Fn::Sub'];
    const { widgets } = JSON.parse(text) as { widgets: readonly { type: string; properties: object }[] };
    expect(widgets[0]).to.have.nested.property('properties.alarms').with.lengthOf(alarmsIn(backend).length);
    expect(Object.keys(names)).to.deep.equal(['Cluster']);
    expect(widgets.filter(({ type }) => type === 'metric')).to.have.lengthOf(4);
    const alone = watched(settings, { database: null }).backend['Dashboard']?.DashboardBody;
    const { 'Fn::Sub': body } = alone as { 'Fn::Sub': string };
    expect(JSON.parse(body)).to.have.property('widgets').with.lengthOf(4);
  });
});
