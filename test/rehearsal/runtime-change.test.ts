import { expect } from 'chai';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { findContainer } from '../support/local-aws/find-container.ts';
import { pushImage, readSources } from '../support/local-aws/inspect-aws.ts';
import { watchAlias } from '../support/local-aws/watch-alias.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import type { ProcessResult } from '../support/terminal/run-process.ts';
import { appRunner } from './on-app-runner.ts';
import { fargate } from './on-fargate.ts';
import { domain, zone } from './runtime-in-life.ts';
import { useRehearsal } from './use-rehearsal.ts';

const onAppRunner = (spec: string) => chooseRuntime(spec, 'appRunner');
const onFargate = (spec: string) => chooseRuntime(spec, 'fargate');
const openOnFargate = (spec: string) =>
  onFargate(spec).replace(/( +)database:\n/, '$1database:\n$1  access: public\n');

/** With private subnets, through which App Runner's service connects. */
const withNetwork = (spec: string, access: 'public' | 'vpc') =>
  onAppRunner(spec).replace(
    /( +)database:\n/,
    `$1network: { nat: none }\n$1database:\n$1  access: ${access}\n`,
  );
const outsideAgain = (spec: string) => withNetwork(spec, 'public');
const insideWhileOpen = (spec: string) =>
  outsideAgain(spec).replace('port: 8080', 'port: 8080\n    egress: vpc');
const closedOnAppRunner = (spec: string) => withNetwork(spec, 'vpc');

describe('a deployed API changes its runtime', () => {
  const rehearsal = useRehearsal();
  let image = '';

  before(async () => {
    succeeds(await deploy(onAppRunner, '--stack', 'shared'));
    const { RepositoryUri = '' } = await rehearsal.stacks.outputs('todo-shared');
    image = await pushImage(rehearsal.miniStack, RepositoryUri, 'todo-1');
    succeeds(await deploy(onAppRunner));
    await rehearsal.query('CREATE TABLE task (title TEXT)');
    await rehearsal.query("INSERT INTO task VALUES ('kept')");
  });

  async function deploy(edit: (spec: string) => string, ...flags: string[]): Promise<ProcessResult> {
    const given = flags.length > 0 ? flags : ['--image', image];
    return runArchc(
      rehearsal.miniStack,
      'deploy',
      await writeSpec(rehearsal.folder, edit),
      '--yes',
      ...given,
    );
  }
  const listEvents = async () =>
    (await rehearsal.stacks.events('todo-backend')).map(
      ({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId ?? ''} ${ResourceStatus ?? ''}`,
    );
  const readTasks = async () =>
    (await rehearsal.query('SELECT title FROM task')).map((row) => row['title'] as unknown);

  afterEach('left nothing behind that it could not delete', async () => {
    for (const stack of ['todo-shared', 'todo-backend']) {
      const events = await rehearsal.stacks.events(stack);
      const failures = events.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED');
      expect(failures.map(({ ResourceStatusReason }) => ResourceStatusReason)).to.deep.equal([]);
    }
  });

  /** Deploys, and tells what the domain has led to meanwhile, and the backend's new events. */
  async function move(edit: (spec: string) => string, ...flags: string[]) {
    const before = (await listEvents()).length;
    const watch = await watchAlias(rehearsal.miniStack, zone, domain);
    try {
      const result = await deploy(edit, ...flags);
      return { result, targets: await watch.stop(), events: (await listEvents()).slice(before) };
    } finally {
      await watch.stop();
    }
  }

  it('is refused while it would close the database under the service that runs', async () => {
    const before = await rehearsal.stacks.events('todo-shared');
    const { result, targets, events } = await move(onFargate);
    expect(result.code).to.equal(1);
    expect(result.stderr).to.include('closes-database-early').and.include('access: public');
    expect(await rehearsal.stacks.events('todo-shared')).to.have.length(before.length);
    expect(events).to.deep.equal([]);
    expect(targets).to.have.length(1);
    await appRunner.expectComplete(rehearsal);
  });

  it('goes back when the new tasks do not become well, and nobody notices', async () => {
    const failing = await pushImage(rehearsal.miniStack, image.replace(/@.*/, ''), 'todo-unhealthy');
    const { result, targets } = await move(openOnFargate, '--image', failing);
    expect(result.code).to.equal(1);
    expect(result.stderr).to.include('Task failed ELB health checks');
    expect((await rehearsal.stacks.find('todo-backend'))?.StackStatus).to.equal('UPDATE_ROLLBACK_COMPLETE');
    expect(targets).to.have.length(1);
    await appRunner.expectComplete(rehearsal);
    expect(await readTasks()).to.deep.equal(['kept']);
  });

  it('to fargate: the records change in place when the tasks are well, the data stays', async () => {
    const { result, targets, events } = await move(openOnFargate);
    succeeds(result);
    const { LoadBalancerDnsName } = await rehearsal.stacks.outputs('todo-backend');
    expect(targets).to.have.length(2).and.include(LoadBalancerDnsName).and.not.include('nothing');
    expectMovedAfter(events, fargate.service);
    expect((await findContainer(rehearsal.miniStack))?.serviceArn).to.match(/:ecs:/);
    expect(await readTasks()).to.deep.equal(['kept']);
  });

  it('closes the database with the next deployment', async () => {
    const { DatabaseSecurityGroupId = '' } = await rehearsal.stacks.outputs('todo-shared');
    expect(await readSources(rehearsal.miniStack, DatabaseSecurityGroupId)).to.include('0.0.0.0/0');
    succeeds(await deploy(onFargate));
    await fargate.expectComplete(rehearsal);
    expect(await readTasks()).to.deep.equal(['kept']);
  });

  it('back to appRunner: the database opens, the records change in place, the data stays', async () => {
    const { result, targets, events } = await move(onAppRunner);
    succeeds(result);
    expect(targets).to.have.length(2).and.not.include('nothing');
    expectMovedAfter(events, appRunner.service);
    await appRunner.expectComplete(rehearsal);
    await fargate.expectDeleted(rehearsal);
    expect(await readTasks()).to.deep.equal(['kept']);
    expect(await rehearsal.listMysql()).to.deep.equal({ databases: ['todo'], users: ['root', 'todo_app'] });
  });

  // The local App Runner starts no service that can't reach its database.
  describe('and then closes the database on appRunner', () => {
    const readDatabaseSources = async () => {
      const { DatabaseSecurityGroupId = '' } = await rehearsal.stacks.outputs('todo-shared');
      return readSources(rehearsal.miniStack, DatabaseSecurityGroupId);
    };
    const findArn = async () => (await findContainer(rehearsal.miniStack))?.serviceArn;

    it('is refused while the service connects over the internet', async () => {
      const { result, events } = await move(closedOnAppRunner);
      expect(result.code).to.equal(1);
      expect(result.stderr).to.include('closes-database-early').and.include('"egress: vpc"');
      expect(events).to.deep.equal([]);
    });

    it('into the VPC: the database lets the service in before it moves', async () => {
      const arn = await findArn();
      const { result, targets, events } = await move(insideWhileOpen);
      succeeds(result);
      expect(result.stderr).to.include('The service moves into the VPC');
      for (const id of ['DatabaseIngress', 'VpcConnector'])
        expectOrder(events, `${id} CREATE_COMPLETE`, 'Service UPDATE_IN_PROGRESS');
      expect(targets).to.have.length(1);
      expect(await findArn()).to.equal(arn);
      expect(await readDatabaseSources()).to.include('0.0.0.0/0');
    });

    it('closes the database with the next deployment, which leaves the service alone', async () => {
      const { result, events } = await move(closedOnAppRunner);
      succeeds(result);
      expect(events).to.deep.equal([]);
      const group = await rehearsal.stacks.physicalId('todo-backend', 'ServiceSecurityGroup');
      expect(await readDatabaseSources()).to.deep.equal([group]);
      expect(await readTasks()).to.deep.equal(['kept']);
    });

    // That the connector could not be deleted while the service used it would be among the events.
    it('back in one deployment: the database opens, the service moves, the connector goes', async () => {
      const { result, targets } = await move(outsideAgain);
      succeeds(result);
      expect(result.stderr).to.include('The service leaves the VPC');
      expect(targets).to.have.length(1);
      expect(await readDatabaseSources()).to.deep.equal(['0.0.0.0/0']);
      await appRunner.expectComplete(rehearsal);
    });
  });
});

function expectOrder(events: readonly string[], first: string, second: string): void {
  expect(events).to.include(first).and.include(second);
  expect(events.indexOf(first), `${first}, then ${second}`).to.be.below(events.indexOf(second));
}

/** Nothing is left behind, and the domain's records wait for the new service. */
function expectMovedAfter(events: readonly string[], service: string): void {
  expect(events.filter((event) => event.endsWith('_FAILED'))).to.deep.equal([]);
  for (const record of ['DomainAliasRecord', 'DomainAliasRecordIpv6']) {
    const ofRecord = events.filter((event) => event.startsWith(`${record} `));
    expect(ofRecord).to.deep.equal([`${record} UPDATE_IN_PROGRESS`, `${record} UPDATE_COMPLETE`]);
    expect(events.indexOf(`${record} UPDATE_IN_PROGRESS`)).to.be.above(
      events.indexOf(`${service} CREATE_COMPLETE`),
    );
  }
  expect(events).to.include(`${service} CREATE_COMPLETE`);
}

function succeeds({ code, stdout, stderr }: ProcessResult): void {
  expect(code, `${stdout}\n${stderr}`).to.equal(0);
}
