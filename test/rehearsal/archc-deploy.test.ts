import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { expect } from 'chai';
import { chooseRuntime, compileEdited } from '../support/compile/compile-edited.ts';
import { runAws } from '../support/local-aws/aws-cli.ts';
import { findContainer, readEnvironment } from '../support/local-aws/find-container.ts';
import { createSecret, listExports, pushImage, readIpSet } from '../support/local-aws/inspect-aws.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import type { ProcessResult } from '../support/terminal/run-process.ts';
import { zone } from './runtime-in-life.ts';
import { runtimesInLife } from './runtimes.ts';
import { useRehearsal } from './use-rehearsal.ts';

type Edit = (spec: string) => string;

const asItIs: Edit = (spec) => spec;
const changeSettings: Edit = (spec) =>
  spec.replace('LOG_LEVEL: info', 'LOG_LEVEL: debug').replace('203.0.113.0/24', '198.51.100.0/24');
const otherUser: Edit = (spec) => spec.replace('user: todo_app', 'user: todo_other');
const renamed: Edit = (spec) => spec.replace(/( +)name: todo\n +user/, '$1name: todo_two\n$1user');

describe('archc deploys the example', () => {
  const rehearsal = useRehearsal();

  let runtime = 'appRunner';

  async function archc(command: string, edit: Edit, ...flags: string[]): Promise<ProcessResult> {
    const spec = await writeSpec(rehearsal.folder, (text) => edit(chooseRuntime(text, runtime)));
    return runArchc(rehearsal.miniStack, command, spec, ...flags);
  }
  const statusOf = async (name: string) => (await rehearsal.stacks.find(name))?.StackStatus;
  /** The line of the spec in which the text stands first. */
  const lineOf = async (text: string) => {
    const lines = (await readFile(path.join(rehearsal.folder, 'todo.yaml'), 'utf8')).split('\n');
    return lines.findIndex((line) => line.includes(text)) + 1;
  };
  const readTasks = async () =>
    (await rehearsal.query('SELECT title FROM task')).map((row) => row['title'] as unknown);

  async function asMaster(sql: string): Promise<void> {
    const { ClusterArn, MasterSecretArn } = await rehearsal.stacks.outputs('todo-shared');
    const request = { resourceArn: ClusterArn, secretArn: MasterSecretArn, sql };
    await new RDSDataClient(clientConfig(rehearsal.miniStack)).send(new ExecuteStatementCommand(request));
  }

  for (const life of runtimesInLife) {
    it(`through its life on ${life.name}`, async () => {
      const { miniStack, stacks } = rehearsal;
      runtime = life.name;
      const planned = await archc('plan', asItIs);
      expect(planned.code, planned.stderr).to.equal(2);
      expect(await stacks.find('todo-shared'), 'a plan leaves nothing behind').to.equal(undefined);

      succeeds(await archc('deploy', asItIs, '--stack', 'shared', '--yes'));
      expect(await statusOf('todo-shared')).to.equal('CREATE_COMPLETE');
      expect((await stacks.find('todo-shared'))?.EnableTerminationProtection).to.equal(true);
      const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
      const image = await pushImage(miniStack, RepositoryUri, 'todo-1');

      const created = await archc('deploy', asItIs, '--image', image, '--yes');
      succeeds(created);
      expect(created.stdout).to.match(/^DomainUrl +https:\/\/api\.example\.com$/m);
      await life.expectComplete(rehearsal);
      expect(await rehearsal.listMysql()).to.deep.equal({ databases: ['todo'], users: ['root', 'todo_app'] });
      await rehearsal.query('CREATE TABLE task (title TEXT)');
      await rehearsal.query("INSERT INTO task VALUES ('kept')");

      const before = (await stacks.events('todo-backend')).length;
      expect((await archc('plan', asItIs)).code).to.equal(0);
      const same = await archc('deploy', asItIs, '--image', image, '--yes');
      succeeds(same);
      expect(same.stderr).to.include('todo-backend: no changes');
      expect(await stacks.events('todo-backend')).to.have.length(before);

      const secret = await createSecret(miniStack, 'a key');
      await createSecret(miniStack, '{"password": "a password"}', `todo/${life.name}/smtp`);
      const secrets = `secrets: { API_KEY: "${secret}", SMTP_PASSWORD: "secret:todo/${life.name}/smtp:password" }`;
      const reading = 'user: todo_app\n    environment: { readerHost: DB_READER_HOST, port: DB_PORT }';
      const changed: Edit = (spec) =>
        changeSettings(spec)
          .replace('environment:', `${secrets}\n    environment:`)
          .replace('deletionProtection:', 'readers: 2\n    deletionProtection:')
          .replace('user: todo_app', reading);
      const plan = await archc('plan', changed);
      const place = `"info" -> "debug"  (${path.join(rehearsal.folder, 'todo.yaml')}:${await lineOf('LOG_LEVEL')})`;
      expect(plan.stdout + plan.stderr).to.include(place);
      succeeds(await archc('deploy', changed, '--image', image, '--yes'));
      expect(await readIpSet(miniStack, 'AllowedIpv4Set')).to.deep.equal(['198.51.100.0/24']);
      const container = await findContainer(miniStack);
      expect(container && (await readEnvironment(miniStack, container))).to.include({
        LOG_LEVEL: 'debug',
        API_KEY: 'a key',
        SMTP_PASSWORD: 'a password',
        DB_READER_HOST: (await stacks.outputs('todo-shared'))['ClusterReaderEndpoint'],
        DB_PORT: '3306',
      });
      expect(await readTasks()).to.deep.equal(['kept']);

      const misplaced = await archc('plan', (spec) => spec.replace(zone, 'ZNOSUCHZONE'));
      expect(misplaced.code).to.equal(1);
      expect(misplaced.stderr).to.match(
        /error not-ready-to-deploy\n.*There is no hosted zone "ZNOSUCHZONE" in this account/,
      );

      const failing = await pushImage(miniStack, RepositoryUri, life.failure.tag);
      const { takes } = life.failure;
      if (takes !== undefined) await asMaster(`CREATE USER ${takes} IDENTIFIED BY 'x'`);
      const failed = await archc(
        'deploy',
        (spec) => life.failure.edit(otherUser(spec)),
        '--image',
        failing,
        '--yes',
      );
      if (takes !== undefined) await asMaster(`DROP USER ${takes}`);
      expect(failed.code).to.equal(1);
      expect(failed.stderr).to.match(life.failure.told);
      expect(failed.stderr).to.include(`todo.yaml:${await lineOf(life.failure.at)}:`);
      expect((await findContainer(miniStack))?.image).to.equal(image);
      expect(await statusOf('todo-backend')).to.equal('UPDATE_ROLLBACK_COMPLETE');
      expect(await rehearsal.listMysql()).to.deep.equal({ databases: ['todo'], users: ['root', 'todo_app'] });
      expect(await readTasks()).to.deep.equal(['kept']);

      const lossy = await archc('deploy', renamed, '--image', image, '--yes');
      expect(lossy.code).to.equal(1);
      expect(lossy.stderr).to.include('--allow-replace Database');
      expect(await rehearsal.listMysql())
        .to.have.property('databases')
        .that.deep.equals(['todo']);

      const held = await archc('destroy', asItIs, '--stack', 'shared', '--yes', 'todo', '--unprotect');
      expect(held.code).to.equal(1);
      expect(held.stderr).to.include('todo-backend');
      expect(await statusOf('todo-shared')).to.equal('UPDATE_COMPLETE');

      succeeds(await archc('destroy', asItIs, '--stack', 'backend', '--yes', 'todo'));
      const missing = await archc('deploy', asItIs, '--image', 'public.ecr.aws/missing/api:1', '--yes');
      expect(missing.code).to.equal(1);
      expect(await statusOf('todo-backend')).to.equal('ROLLBACK_COMPLETE');
      succeeds(await archc('deploy', asItIs, '--image', image, '--yes'));
      expect(await readTasks()).to.deep.equal(['kept']);

      succeeds(await archc('destroy', asItIs, '--yes', 'todo', '--unprotect'));
      expect(await listExports(miniStack)).to.deep.equal([]);
      expect(await findContainer(miniStack)).to.equal(undefined);
      await life.expectDeleted(rehearsal);
    });
  }

  it('a change, and tells its time beside that of aws cloudformation deploy', async () => {
    const { miniStack, stacks } = rehearsal;
    runtime = 'appRunner';
    succeeds(await archc('deploy', asItIs, '--stack', 'shared', '--yes'));
    const { RepositoryUri = '' } = await stacks.outputs('todo-shared');
    const image = await pushImage(miniStack, RepositoryUri, 'todo-1');
    succeeds(await archc('deploy', asItIs, '--image', image, '--yes'));

    // A change that takes some seconds, as every change does on AWS: a function makes another user of the database.
    const ours = await time(async () => {
      succeeds(
        await archc('deploy', (spec) => spec.replace('todo_app', 'todo_two'), '--image', image, '--yes'),
      );
    });
    const { backend } = await compileEdited((spec) => spec.replace('todo_app', 'todo_three'));
    const file = path.join(rehearsal.folder, 'backend.yaml');
    await writeFile(file, backend);
    const given = [
      '--stack-name',
      'todo-backend',
      '--template-file',
      file,
      '--capabilities',
      'CAPABILITY_IAM',
    ];
    const theirs = await time(async () => {
      succeeds(await runAws(miniStack, 'cloudformation', 'deploy', ...given));
    });
    process.stderr.write(
      `      archc deploy ${ours.toFixed(1)} s, aws cloudformation deploy ${theirs.toFixed(1)} s\n`,
    );
    expect(await statusOf('todo-backend')).to.equal('UPDATE_COMPLETE');
    succeeds(await archc('destroy', asItIs, '--yes', 'todo', '--unprotect'));
  });
});

function succeeds({ code, stdout, stderr }: ProcessResult): void {
  expect(code, `${stdout}\n${stderr}`).to.equal(0);
}

async function time(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
