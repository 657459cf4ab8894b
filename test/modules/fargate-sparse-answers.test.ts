import { expect } from 'chai';
import { toolkit } from '../../compiler/toolkit.ts';
import { answering } from '../support/fake-aws/answering.ts';
import { definition, deployment, outputs, service } from '../support/fake-aws/fargate-account.ts';

const fargate = toolkit.runtimes.find(({ name }) => name === 'fargate');
if (!fargate) throw new Error('no Fargate');
const { operations } = fargate;

interface Answers {
  readonly services?: readonly object[];
  readonly image?: object;
  readonly targets?: readonly object[];
  readonly tasks?: readonly object[];
}

/** Each answer lacks what is not said here, as AWS's models allow it. */
const accountOf = ({ services, image = {}, targets, tasks }: Answers) =>
  answering({
    describeServices: [services === undefined ? {} : { services }],
    describeTaskDefinition: [image],
    describeTargetHealth: [targets === undefined ? {} : { TargetHealthDescriptions: targets }],
    listTasks: [tasks === undefined ? {} : { taskArns: tasks.map((_, index) => `arn/${index}`) }],
    describeTasks: [tasks === undefined ? {} : { tasks }],
  });
const stateOf = (answers: Answers) => operations.readService(accountOf(answers), outputs);

describe('an answer of AWS that leaves things out, about a service on Fargate', () => {
  const gone = { status: 'absent', isServing: false, problem: 'it no longer exists; deploy again' };

  it('says that there is none', async () => {
    expect(await stateOf({})).to.deep.equal(gone);
    expect(await stateOf({ services: [] })).to.deep.equal(gone);
  });

  it('says that it is scaled to nothing', async () => {
    expect(await stateOf({ services: [{}] })).to.deep.equal({
      status: 'unknown',
      isServing: false,
      problem: 'it is scaled to zero tasks',
      details: ['0 of 0 tasks running, 0 healthy'],
    });
  });

  it('has no image, whichever part of the way to it is missing', async () => {
    const services = [
      { ...service, deployments: [{ status: 'ACTIVE', taskDefinition: definition(1) }, deployment] },
    ];
    const parts = [{}, { taskDefinition: {} }, { taskDefinition: { containerDefinitions: [] } }];
    for (const image of [...parts, { taskDefinition: { containerDefinitions: [{}] } }])
      expect(await stateOf({ services, image })).to.not.have.property('image');
  });

  it('asks for the image of the primary deployment', async () => {
    const asked: object[] = [];
    const services = [
      { ...service, deployments: [{ status: 'ACTIVE', taskDefinition: definition(1) }, deployment] },
    ];
    const answers = accountOf({ services });
    await operations.readService((name, operation, input) => {
      if (operation === 'describeTaskDefinition') asked.push({ ...input });
      return answers(name, operation, input);
    }, outputs);
    expect(asked).to.deep.equal([{ taskDefinition: definition(2) }]);
  });

  it('shows no deployment without a state, and none that is done without going back', async () => {
    const deployments = [
      { status: 'PRIMARY' },
      { status: 'ACTIVE', rolloutState: 'COMPLETED' },
      { rolloutState: 'IN_PROGRESS' },
    ];
    const state = await stateOf({ services: [{ ...service, deployments }] });
    expect(state.details?.slice(1)).to.deep.equal(['deployment : IN_PROGRESS']);
  });

  it('gives no reason for a deployment that has failed', async () => {
    const services = [{ ...service, deployments: [{ status: 'PRIMARY', rolloutState: 'FAILED' }] }];
    expect((await stateOf({ services })).problem).to.equal(
      'its last deployment failed (AWS gives no reason)',
    );
  });

  it('says of no task why it is not healthy', async () => {
    const targets = [
      {},
      { TargetHealth: {} },
      { Target: {}, TargetHealth: { State: 'initial', Reason: 'Elb.New' } },
    ];
    const state = await stateOf({ services: [service], targets });
    expect(state.problem).to.equal('no task is healthy yet');
    expect(state.details?.slice(1)).to.deep.equal([
      ': is unknown: AWS gives no reason',
      ': is unknown: AWS gives no reason',
      ': is initial: Elb.New',
    ]);
    const events = [{}];
    expect((await stateOf({ services: [{ ...service, events }] })).problem).to.equal(
      'no task is healthy yet',
    );
  });
});

describe('a task that has stopped on Fargate', () => {
  const stopsOf = async (...tasks: readonly object[]) =>
    (await stateOf({ services: [service], tasks })).details?.slice(1);
  const at = new Date(Date.UTC(2026, 10, 24, 12, 1));

  it('may have no reason, time or container', async () => {
    expect(await stopsOf({})).to.deep.equal(['task  stopped at : AWS gives no reason']);
    expect(await stopsOf({ taskArn: 'arn/cluster/a', containers: [] })).to.deep.equal([
      'task a stopped at : AWS gives no reason',
    ]);
  });

  it('says what its own container says, once and on one line', async () => {
    const sidecar = { name: 'sidecar', exitCode: 7, reason: 'no matter' };
    const own = { name: 'api', exitCode: 137, reason: 'OutOfMemoryError: container killed' };
    const task = { taskArn: 'arn/cluster/a', stoppedAt: at, containers: [sidecar, own] };
    expect(await stopsOf({ ...task, stoppedReason: '  Essential   container\n exited ' })).to.deep.equal([
      'task a stopped at 2026-11-24T12:01:00Z: Essential container exited (OutOfMemoryError: container killed; exit code 137)',
    ]);
    expect(await stopsOf({ ...task, stoppedReason: `It said: ${own.reason}` })).to.deep.equal([
      `task a stopped at 2026-11-24T12:01:00Z: It said: ${own.reason} (exit code 137)`,
    ]);
    expect(await stopsOf({ ...task, containers: [own] })).to.deep.equal([
      `task a stopped at 2026-11-24T12:01:00Z: AWS gives no reason (${own.reason}; exit code 137)`,
    ]);
  });

  it('is looked for in the cluster of the service', async () => {
    const asked: object[] = [];
    const answers = accountOf({ services: [service], tasks: [{}] });
    await operations.readService((name, operation, input) => {
      if (operation === 'describeTasks') asked.push({ name, ...input });
      return answers(name, operation, input);
    }, outputs);
    expect(asked).to.deep.equal([{ name: 'ecs', cluster: 'todo-cluster', tasks: ['arn/0'] }]);
  });

  it('is not described where there is none', async () => {
    const operationsOf: string[] = [];
    const answers = accountOf({ services: [service] });
    await operations.readService((name, operation, input) => {
      operationsOf.push(operation);
      return answers(name, operation, input);
    }, outputs);
    expect(operationsOf).to.include('listTasks').and.not.include('describeTasks');
  });
});

describe('why a deployment on Fargate has failed', () => {
  const resources = { Cluster: 'todo-cluster', EcsService: outputs.ServiceArn, ServiceLogGroup: 'todo-log' };
  const events = [{}, { message: 'service todo was unable to place a task.' }];
  const whyOf = (answers: Answers, known: object = resources, reason = 'did not stabilize') =>
    operations.readFailure?.(accountOf(answers), known as typeof resources, reason);
  const stop = {
    taskArn: 'arn/todo-cluster/a',
    stoppedReason: 'Task failed ELB health checks in target group x',
  };

  it('is not known without a cluster, an event or a stop', async () => {
    const { Cluster, EcsService, ...others } = resources;
    expect(await whyOf({ services: [{ events }] }, { EcsService, ...others })).to.equal(undefined);
    expect(await whyOf({ services: [{ events }] }, { Cluster, ...others })).to.equal(undefined);
    for (const services of [
      undefined,
      [],
      [{}],
      [{ events: [{}] }],
      [{ events: [{ message: 'has started' }] }],
    ])
      expect(await whyOf(services === undefined ? {} : { services })).to.equal(undefined);
  });

  it('is the last stop where the service is gone, and nobody can ask for its events', async () => {
    const { Cluster, EcsService } = resources;
    const refused = new Error('ServiceNotFoundException');
    const call = answering({
      describeServices: [refused],
      listTasks: [{ taskArns: ['arn/a'] }],
      describeTasks: [{ tasks: [stop] }],
    });
    const known: Readonly<Record<string, string>> = { Cluster, EcsService };
    expect(await operations.readFailure?.(call, known, 'timed out')).to.deep.equal({
      reason: `the last task stopped: ${stop.stoppedReason}`,
    });
    expect(await whyOf({ tasks: [stop] }, { Cluster })).to.deep.equal({
      reason: `the last task stopped: ${stop.stoppedReason}`,
    });
  });

  it('is what ECS says, whatever the failure is called', async () => {
    for (const reason of [
      'circuit breaker',
      'Stabilize',
      'Exceeded attempts',
      'timed out',
      'timeout',
      'time out',
    ])
      expect(await whyOf({ services: [{ events }] }, resources, reason), reason).to.deep.equal({
        reason: 'service todo was unable to place a task.',
      });
    expect(await whyOf({ services: [{ events }] }, resources, 'access denied')).to.equal(undefined);
  });

  it('is the last stop, with what the load balancer says, and its log if there is one', async () => {
    const message =
      '(service todo) (port 8080) is unhealthy in (target-group x) due to (reason Request timed out)';
    const { Cluster, EcsService } = resources;
    for (const end of ['', '.', ' for good']) {
      const answers = {
        services: [{ events: [{ message: 'x' }, { message: `${message}${end}` }] }],
        tasks: [stop],
      };
      const said = end === ' for good' ? '' : ': Request timed out';
      expect(await whyOf(answers, { Cluster, EcsService })).to.deep.equal({
        reason: `the last task stopped: ${stop.stoppedReason}${said}`,
      });
    }
    expect(await whyOf({ tasks: [{ ...stop, stoppedReason: 'Out of memory' }] })).to.deep.equal({
      reason: 'the last task stopped: Out of memory',
      log: { group: 'todo-log', stream: 'api/api/a' },
    });
  });
});
