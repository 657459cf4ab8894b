import { expect } from 'chai';
import { operations } from '../../templates/runtimes/fargate/operations.ts';
import { accountWith, crashed, outputs, service } from '../support/fake-aws/fargate-account.ts';

const ids = {
  Cluster: 'todo-cluster',
  EcsService: outputs.ServiceArn,
  ServiceLogGroup: 'todo-log',
  ErrorsAlarm: 'todo-backend-ErrorsAlarm-1',
  LatencyAlarm: 'todo-backend-LatencyAlarm-1',
};
/** CloudFormation's words for this are not documented; ECS's own are. */
const reason = 'Resource handler returned message: "The deployment was rolled back" (RequestToken: 1)';
const detected = '(service todo) (deployment ecs-svc/1) deployment failed: alarm detected.';

describe('a deployment on Fargate that an alarm has ended', () => {
  async function read(
    alarms: readonly object[] | Error,
    messages = ['(service todo) rolling back to deployment ecs-svc/0.', detected],
  ) {
    const events = messages.map((message) => ({ message }));
    const account = accountWith({ services: [{ ...service, events }], tasks: [crashed('old', 1)] });
    const asked: unknown[] = [];
    const found = await operations.readFailure?.(
      (called, operation, input) => {
        if (called !== 'cloudwatch') return account(called, operation, input);
        asked.push(input);
        return alarms instanceof Error ? Promise.reject(alarms) : Promise.resolve({ MetricAlarms: alarms });
      },
      ids,
      reason,
    );
    return { found, asked };
  }
  const on = (AlarmName: string, minute: number) => ({
    ...{ AlarmName, StateReason: 'Threshold Crossed' },
    StateUpdatedTimestamp: new Date(Date.UTC(2026, 10, 24, 12, minute)),
  });

  it('is explained by the alarm that went off last, and not by tasks that have stopped', async () => {
    const { found, asked } = await read([on(ids.LatencyAlarm, 1), on(ids.ErrorsAlarm, 2)]);
    expect(found).to.deep.equal({
      reason: 'alarm detected: ErrorsAlarm went off: Threshold Crossed',
      cause: 'ErrorsAlarm',
    });
    expect(asked).to.deep.equal([{ AlarmNames: [ids.ErrorsAlarm, ids.LatencyAlarm], StateValue: 'ALARM' }]);
  });

  it('is explained without an alarm that is over, or that one may not read', async () => {
    for (const alarms of [[], new Error('not allowed')])
      expect((await read(alarms)).found).to.deep.equal({ reason: 'alarm detected' });
  });

  it('is explained by its tasks when a later deployment failed for another reason', async () => {
    const later = '(service todo) (deployment ecs-svc/2) deployment failed: tasks failed to start.';
    const { found } = await read([on(ids.ErrorsAlarm, 2)], [later, detected]);
    expect(found?.reason).to.match(/^the last task stopped: /);
  });
});
