import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { ConfirmSubscriptionCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { findContainer } from '../support/local-aws/find-container.ts';
import { pushImage } from '../support/local-aws/inspect-aws.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import type { ProcessResult } from '../support/terminal/run-process.ts';
import { useRehearsal } from './use-rehearsal.ts';

describe('a deployment that sets off an alarm', () => {
  const rehearsal = useRehearsal();

  async function archc(command: string, ...flags: string[]): Promise<ProcessResult> {
    const watched =
      'options:\n  alarms:\n    notify: [oncall@example.com]\n    thresholds: { errorsPerMinute: 7 }';
    const spec = await writeSpec(rehearsal.folder, (text) =>
      chooseRuntime(text, 'fargate').replace('options:', watched),
    );
    return runArchc(rehearsal.miniStack, command, spec, ...flags);
  }
  const cloudWatch = () => new CloudWatchClient(clientConfig(rehearsal.miniStack));
  const runningImage = async () => (await findContainer(rehearsal.miniStack))?.image;
  async function statesOf(): Promise<Readonly<Record<string, string | undefined>>> {
    const { MetricAlarms = [] } = await cloudWatch().send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
    return Object.fromEntries(
      MetricAlarms.map(({ AlarmName = '', StateValue }) => [AlarmName.split('-')[2] ?? '', StateValue]),
    );
  }
  async function settle(alarm: string): Promise<void> {
    const AlarmName = await rehearsal.stacks.physicalId('todo-backend', alarm);
    await cloudWatch().send(
      new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'no more errors' }),
    );
  }

  it('is rolled back by ECS, and the message names the alarm and its threshold', async () => {
    const { miniStack, stacks } = rehearsal;
    expect((await archc('deploy', '--stack', 'shared', '--yes')).code).to.equal(0);
    const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
    const image = await pushImage(miniStack, RepositoryUri, 'todo-1');
    const created = await archc('deploy', '--image', image, '--yes');
    expect(created.code, created.stderr).to.equal(0);
    expect(created.stderr).to.include(
      'Confirm the 2 mails that AWS sent to oncall@example.com: until then no alarm arrives there',
    );

    const failing = await pushImage(miniStack, RepositoryUri, 'todo-erring');
    const failed = await archc('deploy', '--image', failing, '--yes');
    expect(failed.code).to.equal(1);
    expect(failed.stderr).to.match(
      /error deployment-failed\n.*EcsService: .*alarm detected: ErrorsAlarm went off: Threshold Crossed: .*\(7\.0\)/,
    );
    expect(failed.stderr).to.match(/thresholds: \{ errorsPerMinute: 7 \}\n.*\^/);
    expect(failed.stderr).to.include("raise the alarm's threshold");
    expect((await stacks.find('todo-backend'))?.StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(await runningImage()).to.equal(image);

    const troubled = await archc('status', '--check');
    expect(troubled.code).to.equal(1);
    expect(troubled.stdout).to.match(/\n {2}ErrorsAlarm +ALARM +since /);
    expect(troubled.stdout).to.include('ErrorsAlarm of stack "todo-backend" is on: Threshold Crossed');
    expect(troubled.stdout).to.match(/\n {2}oncall@example\.com +not confirmed +for todo-shared/);
    expect(JSON.parse((await archc('status', '--format', 'json')).stdout)).to.deep.include({
      unconfirmed: ['todo-shared', 'todo-backend'].map((stack) => ({ stack, address: 'oncall@example.com' })),
    });
  });

  it('is not watched while the alarm is on, so that a repair can be deployed', async () => {
    const { miniStack, stacks } = rehearsal;
    const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
    expect(await statesOf()).to.include({ ErrorsAlarm: 'ALARM' });
    const repaired = await pushImage(miniStack, RepositoryUri, 'todo-2');
    const deployed = await archc('deploy', '--image', repaired, '--yes');
    expect(deployed.code, deployed.stderr).to.equal(0);
    expect(await runningImage()).to.equal(repaired);
    await settle('ErrorsAlarm');
    const sns = new SNSClient(clientConfig(miniStack));
    for (const stack of ['todo-shared', 'todo-backend']) {
      const TopicArn = await stacks.physicalId(stack, 'AlarmTopic');
      await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'oncall@example.com' }));
    }
    const { stdout } = await archc('status');
    expect(stdout).to.match(/\n {2}ErrorsAlarm +OK/);
    expect(stdout).not.to.match(/confirm/);
  });
});
