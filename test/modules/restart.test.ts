import { expect } from 'chai';
import type { AwsCall, RestartState } from '../../compiler/modules/operations.ts';
import { restart as restartAppRunner } from '../../templates/runtimes/appRunner/restart.ts';
import { restart as restartFargate } from '../../templates/runtimes/fargate/restart.ts';
import { answering } from '../support/fake-aws/answering.ts';
import { outputs } from '../support/fake-aws/fargate-account.ts';

/** Keeps what is asked for. */
function recording(call: AwsCall): { readonly calls: string[]; readonly call: AwsCall } {
  const calls: string[] = [];
  return {
    calls,
    call: (service, operation, input) => {
      calls.push(`${service} ${operation} ${JSON.stringify(input)}`);
      return call(service, operation, input);
    },
  };
}

describe('A restart on ECS', () => {
  const own = { id: 'new', status: 'PRIMARY', rolloutState: 'IN_PROGRESS' };
  const former = { id: 'old', status: 'ACTIVE', rolloutState: 'COMPLETED' };
  const begin = async (...looks: readonly (readonly object[])[]) => {
    const { calls, call } = recording(
      answering({
        updateService: [{ service: { deployments: [former, own] } }],
        describeServices: looks.map((deployments) => ({ services: [{ deployments }] })),
      }),
    );
    return { calls, ...(await restartFargate(call, outputs)) };
  };

  it('forces a new deployment of the service, and changes nothing else', async () => {
    const { calls } = await begin();
    const input = { cluster: 'todo-cluster', service: outputs.ServiceArn, forceNewDeployment: true };
    expect(calls).to.deep.equal([`ecs updateService ${JSON.stringify(input)}`]);
  });

  const broken = 'ECS deployment circuit breaker: tasks failed to start.';
  const back = 'ECS deployment circuit breaker: rolling back to deploymentId old.';
  for (const [what, deployments, want] of [
    ['goes on while tasks start', [own, former], { state: 'in-progress' }],
    ['is done when the tasks have taken over', [{ ...own, rolloutState: 'COMPLETED' }], { state: 'done' }],
    [
      'has failed when ECS says so',
      [{ ...own, rolloutState: 'FAILED', rolloutStateReason: broken }, former],
      { state: 'failed', reason: `the new tasks did not become healthy: ${broken}` },
    ],
    [
      'has failed when ECS no longer lists it',
      [{ ...former, status: 'PRIMARY', rolloutStateReason: back }],
      { state: 'failed', reason: `the new tasks did not become healthy: ${back}` },
    ],
    [
      'has failed when the service is gone',
      [],
      { state: 'failed', reason: 'the new tasks did not become healthy: AWS gives no reason' },
    ],
  ] as readonly (readonly [string, readonly object[], RestartState])[]) {
    it(what, async () => {
      const { look } = await begin(deployments);
      expect(await look()).to.deep.equal(want);
    });
  }
});

describe('A restart on ECS that AWS says little about', () => {
  const gaveNoReason = {
    state: 'failed',
    reason: 'the new tasks did not become healthy: AWS gives no reason',
  };

  for (const [what, answer] of [
    ['no service', {}],
    ['no service any more', { services: [] }],
    ['a service without deployments', { services: [{}] }],
  ] as const) {
    it(`has failed when there is ${what}`, async () => {
      for (const begun of [
        {},
        { service: {} },
        { service: { deployments: [{ id: 'a', status: 'PRIMARY' }] } },
      ]) {
        const call = answering({ updateService: [begun], describeServices: [answer] });
        const { look } = await restartFargate(call, outputs);
        expect(await look()).to.deep.equal(gaveNoReason);
      }
    });
  }
});

describe('A restart on App Runner', () => {
  const ServiceArn = 'arn:aws:apprunner:ap-northeast-1:123456789012:service/todo/1';
  const begin = async (...looks: readonly (readonly object[])[]) => {
    const { calls, call } = recording(
      answering({
        startDeployment: [{ OperationId: 'new' }],
        listOperations: looks.map((OperationSummaryList) => ({ OperationSummaryList })),
      }),
    );
    return { calls, ...(await restartAppRunner(call, { ServiceArn })) };
  };

  it('says which instances go on when it has failed', async () => {
    const { look } = await begin([{ Id: 'new', Status: 'FAILED' }]);
    expect(await look()).to.deep.equal({
      state: 'failed',
      reason:
        'the new instances did not become healthy, and App Runner keeps the former ones (START_DEPLOYMENT: FAILED)',
    });
  });

  it('deploys once more', async () => {
    const { calls } = await begin();
    expect(calls).to.deep.equal([`apprunner startDeployment ${JSON.stringify({ ServiceArn })}`]);
  });

  // https://docs.aws.amazon.com/apprunner/latest/api/API_OperationSummary.html
  for (const [status, state] of [
    [undefined, 'in-progress'],
    ['PENDING', 'in-progress'],
    ['IN_PROGRESS', 'in-progress'],
    ['ROLLBACK_IN_PROGRESS', 'in-progress'],
    ['SUCCEEDED', 'done'],
    ['FAILED', 'failed'],
    ['ROLLBACK_SUCCEEDED', 'failed'],
    ['ROLLBACK_FAILED', 'failed'],
  ] as const) {
    it(`is ${state} when its operation is ${status ?? 'not listed yet'}`, async () => {
      const older = { Id: 'old', Status: 'FAILED' };
      const { look } = await begin(status === undefined ? [older] : [{ Id: 'new', Status: status }, older]);
      expect((await look()).state).to.equal(state);
    });
  }
});
