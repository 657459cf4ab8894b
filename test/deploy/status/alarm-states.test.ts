import { expect } from 'chai';
import { AwsFailure } from '../../../compiler/aws/failure.ts';
import { renderStatusJson, renderStatusText } from '../../../compiler/cli/views/status.ts';
import { readWatch } from '../../../compiler/deploy/status/alarm-states.ts';

const resource = (logicalId: string, physicalId: string, type: string) => ({
  ...{ logicalId, physicalId, type },
  status: 'CREATE_COMPLETE',
});
const backend = {
  name: 'todo-backend',
  resources: [
    resource('ErrorsAlarm', 'todo-backend-ErrorsAlarm-1', 'AWS::CloudWatch::Alarm'),
    resource('AlarmTopic', 'arn:topic', 'AWS::SNS::Topic'),
    resource('Cluster', 'todo', 'AWS::ECS::Cluster'),
  ],
};
const report = {
  ...{ name: 'todo', region: 'eu-west-1', spec: 'todo.yaml', stacks: [], troubles: [] },
} as const;

const subscribed = (Endpoint: string, SubscriptionArn = 'PendingConfirmation', Protocol = 'email') => ({
  ...{ Endpoint, SubscriptionArn, Protocol },
});

describe('what watches the stacks', () => {
  const answers: Readonly<Record<string, (input: object) => unknown>> = {
    describeAlarms: () => ({
      MetricAlarms: [
        {
          AlarmName: 'todo-backend-ErrorsAlarm-1',
          StateValue: 'ALARM',
          StateReason: 'Threshold Crossed',
          StateUpdatedTimestamp: new Date(0),
        },
      ],
    }),
    listSubscriptionsByTopic: (input) =>
      'NextToken' in input
        ? { Subscriptions: [subscribed('second@example.com')] }
        : {
            Subscriptions: [
              subscribed('first@example.com', 'arn:topic:1'),
              subscribed('https://example.com', 'PendingConfirmation', 'https'),
            ],
            NextToken: 'more',
          },
  };
  const call = (_service: string, operation: string, input: object) =>
    Promise.resolve(answers[operation]?.(input));

  it('is read from both services, page by page', async () => {
    expect(await readWatch({ call }, [backend])).to.deep.equal({
      ok: true,
      states: [
        {
          stack: 'todo-backend',
          logicalId: 'ErrorsAlarm',
          state: 'ALARM',
          reason: 'Threshold Crossed',
          since: 0,
        },
      ],
      unconfirmed: [{ stack: 'todo-backend', address: 'second@example.com' }],
    });
  });

  it('is nothing in stacks without it, and then AWS is not asked', async () => {
    const never = () => Promise.reject(new Error('asked'));
    const resources = backend.resources.slice(2);
    expect(await readWatch({ call: never }, [{ ...backend, resources }])).to.equal(undefined);
  });

  it('may be nothing that one is allowed to read', async () => {
    const failure = new AwsFailure('denied', 'AccessDenied', 'you may not call DescribeAlarms');
    const watch = await readWatch({ call: () => Promise.reject(failure) }, [backend]);
    expect(watch).to.deep.equal({ ok: false, problem: failure.message });
    if (!watch) throw new Error('nothing was read');
    expect(renderStatusText({ ...report, watch })).to.match(
      /^Alarms\n {2}you may not call DescribeAlarms\n/m,
    );
    expect(JSON.parse(renderStatusJson({ ...report, watch }))).to.include({ alarms: null });
  });

  it('is shown with times that people and programs can read', async () => {
    const watch = await readWatch({ call }, [backend]);
    if (!watch) throw new Error('nothing was read');
    expect(renderStatusText({ ...report, watch })).to.match(
      /^Alarms\n {2}ErrorsAlarm +ALARM +since 1970-01-01T00:00:00Z\n {2}second@example\.com +not confirmed +for todo-backend\n/m,
    );
    const { alarms, unconfirmed } = JSON.parse(renderStatusJson({ ...report, watch })) as Record<
      string,
      unknown
    >;
    expect(alarms).to.have.nested.property('0.since', '1970-01-01T00:00:00Z');
    expect(unconfirmed).to.have.lengthOf(1);
  });
});
