import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { blocksOf, readPages } from '../docs/pages.ts';
import { compileEdited } from '../support/compile/compile-edited.ts';
import { askAws, runAws } from '../support/local-aws/aws-cli.ts';
import { findContainer } from '../support/local-aws/find-container.ts';
import { listExports, pushImage, readIpSet } from '../support/local-aws/inspect-aws.ts';
import { missingForRehearsal, startRehearsal } from '../support/local-aws/rehearsal.ts';
import type { MiniStack } from '../support/local-aws/mini-stack.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { needs } from '../support/needs.ts';
import { pythonTool } from '../support/python-tools.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import type { ProcessResult } from '../support/terminal/run-process.ts';
import type { RuntimeInLife } from './runtime-in-life.ts';
import { runtimesInLife } from './runtimes.ts';

const sharedExports = [
  'ClusterArn',
  'ClusterEndpoint',
  'ClusterReaderEndpoint',
  'DatabaseSecurityGroupId',
  'MasterSecretArn',
  'RepositoryArn',
  'RepositoryUri',
  'SubnetIds',
  'VpcId',
].map((name) => `todo-shared-${name}`);

/** Fails when the service is done. */
const failingAfter = (service: string) => `
Resources:

  Failing:
    Type: AWS::Route53::RecordSet
    DependsOn: ${service}
    Properties: { HostedZoneId: ZNOSUCHZONE, Name: x.example.com, Type: A, TTL: "30", ResourceRecords: [192.0.2.1] }
`;

describe('the compiled templates, deployed with the AWS CLI', () => {
  let rehearsal: Rehearsal | undefined;
  let folder = '';

  before(async function () {
    needs(this, await missingForRehearsal());
    rehearsal = await startRehearsal();
    folder = await mkdtemp(path.join(tmpdir(), 'archc-rehearsal-'));
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(rehearsal?.miniStack.log() ?? '');
  });
  after(async () => {
    await rehearsal?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const runtime of runtimesInLife) {
    it(`go through their life from create to delete on ${runtime.name}`, async () => {
      if (!rehearsal) throw new Error('The rehearsal has not begun');
      await goThroughLife(rehearsal, folder, runtime);
    });
  }
});

async function goThroughLife(rehearsal: Rehearsal, folder: string, runtime: RuntimeInLife): Promise<void> {
  const { miniStack, stacks } = rehearsal;
  async function deploy(name: string, template: string, image?: string): Promise<ProcessResult> {
    const file = path.join(folder, `${name}.yaml`);
    await writeFile(file, template);
    const given = ['--stack-name', name, '--template-file', file, '--capabilities', 'CAPABILITY_IAM'];
    // The CLI names its change sets by the second.
    await sleep(1000 - (Date.now() % 1000));
    const overrides = image === undefined ? [] : ['--parameter-overrides', `ImageUri=${image}`];
    return runAws(
      miniStack,
      'cloudformation',
      'deploy',
      '--no-fail-on-empty-changeset',
      ...given,
      ...overrides,
    );
  }
  async function remove(name: string): Promise<void> {
    await askAws(miniStack, 'cloudformation', 'delete-stack', '--stack-name', name);
    await askAws(miniStack, 'cloudformation', 'wait', 'stack-delete-complete', '--stack-name', name);
  }
  async function statusOf(name: string): Promise<string | undefined> {
    return (await stacks.find(name))?.StackStatus;
  }
  const readTasks = async () =>
    (await rehearsal.query('SELECT title FROM task')).map((row) => row['title'] as unknown);

  const { shared, backend } = await compileEdited(undefined, runtime.name);

  await step('create the shared stack', async () => {
    succeeds(await deploy('todo-shared', shared));
    expect(await statusOf('todo-shared')).to.equal('CREATE_COMPLETE');
    expect(await listExports(miniStack)).to.deep.equal(sharedExports);
    expect(await rehearsal.listMysql()).to.deep.equal({ databases: [], users: ['root'] });
  });
  const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
  const image = await pushImage(miniStack, RepositoryUri, 'todo-1');

  await step('create the backend, whose user can work in its database', async () => {
    succeeds(await deploy('todo-backend', backend, image));
    expect(await statusOf('todo-backend')).to.equal('CREATE_COMPLETE');
    expect(await rehearsal.listMysql()).to.deep.equal({ databases: ['todo'], users: ['root', 'todo_app'] });
    await rehearsal.query('CREATE TABLE task (title TEXT)');
    await rehearsal.query("INSERT INTO task VALUES ('kept')");
    expect((await findContainer(miniStack))?.image).to.equal(image);
    expect(await stacks.outputs('todo-backend')).to.deep.include({ DomainUrl: 'https://api.example.com' });
  });

  await step('have the service behind its firewall and its domain', () => runtime.expectComplete(rehearsal));

  await step('change nothing when nothing has changed', async () => {
    const before = (await stacks.events('todo-backend')).length;
    await writeFiles(path.join(folder, 'dist/todo'), { 'shared.yaml': shared, 'backend.yaml': backend });
    const steps = documentedSteps().filter((command) => !command.includes('build.sh'));
    expect(steps).to.have.length(3);
    succeeds(await runShell(miniStack, folder, [`image=${image}`, ...steps]));
    expect(await stacks.events('todo-backend')).to.have.length(before);
  });

  await step('change a setting and the allow-list in place', async () => {
    const edited = await compileEdited(
      (spec) =>
        spec.replace('LOG_LEVEL: info', 'LOG_LEVEL: debug').replace('203.0.113.0/24', '198.51.100.0/24'),
      runtime.name,
    );
    const former = await findContainer(miniStack);
    succeeds(await deploy('todo-backend', edited.backend, image));
    expect(await statusOf('todo-backend')).to.equal('UPDATE_COMPLETE');
    const container = await findContainer(miniStack);
    expect(container?.serviceArn).to.equal(former?.serviceArn);
    expect(container?.variables).to.include({ LOG_LEVEL: 'debug' });
    expect(await readTasks()).to.deep.equal(['kept']);
    expect(await readIpSet(miniStack, 'AllowedIpv4Set')).to.deep.equal(['198.51.100.0/24']);
  });

  await step('roll a failing update back, with the database and its user as before', async () => {
    const edited = await compileEdited(
      (spec) => spec.replace('user: todo_app', 'user: todo_other'),
      runtime.name,
    );
    const template = edited.backend.replace('\nResources:\n', failingAfter(runtime.service));
    const result = await deploy('todo-backend', template, image);
    expect(result.code).to.not.equal(0);
    expect(await statusOf('todo-backend')).to.equal('UPDATE_ROLLBACK_COMPLETE');
    const failed = (await stacks.events('todo-backend')).filter(
      (event) => event.ResourceStatus === 'CREATE_FAILED',
    );
    expect(failed.map((event) => event.LogicalResourceId)).to.deep.equal(['Failing']);
    expect(await rehearsal.listMysql()).to.deep.equal({ databases: ['todo'], users: ['root', 'todo_app'] });
    expect(await readTasks()).to.deep.equal(['kept']);
  });

  await step('keep the shared stack while the backend imports from it', async () => {
    await askAws(miniStack, 'cloudformation', 'delete-stack', '--stack-name', 'todo-shared');
    expect(await statusOf('todo-shared')).to.equal('CREATE_COMPLETE');
    const last = (await stacks.events('todo-shared')).at(-1);
    expect(last?.ResourceStatusReason).to.match(/is in use by todo-backend$/);
  });

  await step('keep the database when the backend is deleted, without its user', async () => {
    await remove('todo-backend');
    expect(await rehearsal.listMysql()).to.deep.equal({ databases: ['todo'], users: ['root'] });
  });

  await step('deploy again after a create that was rolled back', async () => {
    const missing = `${RepositoryUri}:never-pushed`;
    expect((await deploy('todo-backend', backend, missing)).code).to.not.equal(0);
    expect(await statusOf('todo-backend')).to.equal('ROLLBACK_COMPLETE');
    expect(await rehearsal.listMysql()).to.deep.equal({ databases: ['todo'], users: ['root'] });
    expect((await deploy('todo-backend', backend, image)).stderr).to.match(/ROLLBACK_COMPLETE state/);
    await remove('todo-backend');
    succeeds(await deploy('todo-backend', backend, image));
    expect(await readTasks()).to.deep.equal(['kept']);
  });

  await step('leave nothing but a snapshot when both are deleted', async () => {
    await remove('todo-backend');
    await remove('todo-shared');
    expect(await listExports(miniStack)).to.deep.equal([]);
    expect(await findContainer(miniStack)).to.equal(undefined);
    await runtime.expectDeleted(rehearsal);
    expect(await rehearsal.listMysql()).to.deep.equal({ databases: [], users: [] });
    expect(await askAws(miniStack, 'rds', 'describe-db-cluster-snapshots')).to.have.nested.property(
      'DBClusterSnapshots[0].Status',
      'available',
    );
  });
}

/** The commands of docs/deploying.md that deploy with the AWS CLI alone. */
function documentedSteps(): readonly string[] {
  const page = readPages().find(({ file }) => file === 'docs/deploying.md');
  const [, section = ''] = /## With the AWS CLI alone\n([^]*?)\n## /.exec(page?.text ?? '') ?? [];
  return blocksOf({ file: '', text: section }, 'sh');
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
}

/** Runs commands as a script that ends with the first that fails. */
function runShell(miniStack: MiniStack, cwd: string, commands: readonly string[]): Promise<ProcessResult> {
  const PATH = [path.dirname(pythonTool('aws')), process.env['PATH']].join(path.delimiter);
  return runProcess('bash', ['-ec', commands.join('\n')], { cwd, env: { ...miniStack.env, PATH } });
}

function succeeds({ code, stderr }: ProcessResult): void {
  expect(code, stderr).to.equal(0);
}

/** Says in a failure how far the sequence has come. */
async function step(title: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error) error.message = `While they ${title}: ${error.message}`;
    throw error;
  }
}
