import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { expect } from 'chai';
import { chooseRuntime } from '../support/compile/compile-edited.ts';
import { pushImage } from '../support/local-aws/inspect-aws.ts';
import { clientConfig } from '../support/local-aws/stacks.ts';
import { runArchc, writeSpec } from '../support/terminal/archc.ts';
import type { ProcessResult } from '../support/terminal/run-process.ts';
import { runtimesInLife } from './runtimes.ts';
import { useRehearsal } from './use-rehearsal.ts';

const day = 24 * 60 * 60 * 1000;
const previews = `
preview:
  expiresAfterDays: 3
  backend: { domain: { name: "*.example.com" } }
environments:
  dev:
    backend: { domain: { name: dev.example.com } }
`;

describe('archc deploys and destroys previews', () => {
  const rehearsal = useRehearsal();
  afterEach(() => rehearsal.miniStack.reset());

  const asMaster = async (sql: string) => {
    const { ClusterArn, MasterSecretArn } = await rehearsal.stacks.outputs('todo-dev-shared');
    const request = { resourceArn: ClusterArn, secretArn: MasterSecretArn, sql };
    return new RDSDataClient(clientConfig(rehearsal.miniStack)).send(new ExecuteStatementCommand(request));
  };
  const tablesIn = async (database: string) =>
    (await asMaster(`SHOW TABLES FROM ${database}`)).records?.map(([field]) => field?.stringValue);
  const statusOf = async (name: string) => (await rehearsal.stacks.find(name))?.StackStatus;
  const expiryOf = async (name: string) => (await rehearsal.stacks.outputs(name))['Expires'] ?? '';
  const mysql = async () => rehearsal.listMysql();
  const names = (...previewNames: readonly string[]) => ({
    databases: ['todo', ...previewNames.map((name) => `todo_${name}`)],
    users: ['root', 'todo_app', ...previewNames.map((name) => `todo_app_${name}`)],
  });

  for (const { name } of runtimesInLife) {
    it(`from start to end on ${name}, and leaves the environment and other previews as they are`, async () => {
      const { miniStack, stacks, folder } = rehearsal;
      const spec = await writeSpec(folder, (text) => chooseRuntime(text, name) + previews);
      const archc = (command: string, ...flags: string[]) => runArchc(miniStack, command, spec, ...flags);
      const preview = (id: string) => ['--preview', id, '--from', 'dev'];

      succeeds(await archc('deploy', '--environment', 'dev', '--stack', 'shared', '--yes'));
      const { RepositoryUri = '' } = await stacks.outputs('todo-dev-shared');
      const image = await pushImage(miniStack, RepositoryUri, 'todo-1');
      succeeds(await archc('deploy', '--environment', 'dev', '--image', image, '--yes'));
      await asMaster('CREATE TABLE todo.task AS SELECT 1 AS kept');

      const before = Date.now();
      const created = await archc('deploy', ...preview('PR-1'), '--image', image, '--yes');
      succeeds(created);
      expect(created.stdout).to.match(/^DomainUrl +https:\/\/pr-1\.example\.com$/m);
      expect(await statusOf('todo-dev-pr-1-backend')).to.equal('CREATE_COMPLETE');
      expect(await mysql()).to.deep.equal(names('pr_1'));
      await asMaster('CREATE TABLE todo_pr_1.task AS SELECT 1 AS ours');
      const expires = await expiryOf('todo-dev-pr-1-backend');
      expect(Date.parse(expires)).to.be.within(before + 3 * day - 1000, Date.now() + 3 * day);

      // A later deployment changes what differs, and neither the expiry nor the data.
      const changed = await writeSpec(
        folder,
        (text) => chooseRuntime(text, name).replace('LOG_LEVEL: info', 'LOG_LEVEL: debug') + previews,
      );
      expect(changed).to.equal(spec);
      const planned = await archc('plan', ...preview('PR-1'));
      expect(planned.code, planned.stderr).to.equal(2);
      expect(planned.stdout).to.not.include('Expires');
      succeeds(await archc('deploy', ...preview('PR-1'), '--image', image, '--yes'));
      expect(await statusOf('todo-dev-pr-1-backend')).to.equal('UPDATE_COMPLETE');
      expect(await expiryOf('todo-dev-pr-1-backend')).to.equal(expires);
      expect(await tablesIn('todo_pr_1')).to.deep.equal(['task']);
      const same = await archc('deploy', ...preview('pr-1'), '--image', image, '--yes');
      succeeds(same);
      expect(same.stderr).to.include('todo-dev-pr-1-backend: no changes');

      succeeds(await archc('deploy', ...preview('PR-2'), '--image', image, '--yes'));
      expect(await mysql()).to.deep.equal(names('pr_1', 'pr_2'));
      const status = await archc('status', '--environment', 'dev');
      expect(status.stdout).to.include(`pr-1  todo-dev-pr-1-backend  UPDATE_COMPLETE  until ${expires}`);
      expect(status.stdout).to.match(/^ {2}pr-2 +todo-dev-pr-2-backend +CREATE_COMPLETE +until /m);

      const nothing = await archc('destroy', '--expired', '--from', 'dev', '--yes');
      succeeds(nothing);
      expect(await mysql()).to.deep.equal(names('pr_1', 'pr_2'));
      const misnamed = await archc('destroy', ...preview('PR-1'), '--yes', 'pr-2');
      expect(misnamed.code).to.equal(2);
      expect(misnamed.stderr).to.include('write --confirm pr-1');
      const held = await archc('destroy', '--environment', 'dev', '--unprotect', '--confirm', 'dev');
      expect(held.code).to.equal(1);
      expect(held.stderr).to.include('todo-dev-pr-1-backend');

      const destroyed = await archc('destroy', ...preview('PR-1'), '--yes');
      succeeds(destroyed);
      expect(destroyed.stdout).to.match(
        /^Lost for good:\n(?: {2}.*\n)* {2}Database: the MySQL database todo_pr_1 with everything in it, and its user todo_app_pr_1/m,
      );
      expect(await statusOf('todo-dev-pr-1-backend')).to.equal(undefined);
      expect(await mysql()).to.deep.equal(names('pr_2'));
      expect(await tablesIn('todo')).to.deep.equal(['task']);

      // The name can be used again, for another database.
      succeeds(await archc('deploy', ...preview('PR-1'), '--image', image, '--yes'));
      expect(await tablesIn('todo_pr_1')).to.deep.equal([]);
    });
  }

  it('and drops nothing that it did not make', async () => {
    const { miniStack, stacks, folder } = rehearsal;
    const spec = await writeSpec(folder, (text) => chooseRuntime(text, 'fargate') + previews);
    const archc = (command: string, ...flags: string[]) => runArchc(miniStack, command, spec, ...flags);
    const preview = ['--preview', 'PR-1', '--from', 'dev'];
    succeeds(await archc('deploy', '--environment', 'dev', '--stack', 'shared', '--yes'));
    const { RepositoryUri = '' } = await stacks.outputs('todo-dev-shared');
    const image = await pushImage(miniStack, RepositoryUri, 'todo-1');
    succeeds(await archc('deploy', '--environment', 'dev', '--image', image, '--yes'));

    await asMaster('CREATE DATABASE todo_pr_1');
    await asMaster('CREATE TABLE todo_pr_1.theirs AS SELECT 1 AS kept');
    const refused = await archc('deploy', ...preview, '--image', image, '--yes');
    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.include('MySQL database "todo_pr_1" exists, and this preview did not make it');
    expect(refused.stderr).to.include('Choose another --preview');
    expect(await statusOf('todo-dev-pr-1-backend')).to.equal('ROLLBACK_COMPLETE');
    expect(await tablesIn('todo_pr_1')).to.deep.equal(['theirs']);
    succeeds(await archc('destroy', ...preview, '--confirm', 'pr-1'));
    expect(await tablesIn('todo_pr_1')).to.deep.equal(['theirs']);
    await asMaster('DROP DATABASE todo_pr_1');

    // A creation that fails later leaves nothing, and the next one begins anew.
    const crashing = await pushImage(miniStack, RepositoryUri, 'todo-crashing');
    const failed = await archc('deploy', ...preview, '--image', crashing, '--yes');
    expect(failed.code).to.equal(1);
    expect(await statusOf('todo-dev-pr-1-backend')).to.equal('ROLLBACK_COMPLETE');
    expect(await mysql()).to.deep.equal(names());
    succeeds(await archc('deploy', ...preview, '--image', image, '--yes'));
    expect(await mysql()).to.deep.equal(names('pr_1'));
  });

  it('and removes those that are over, and no others', async () => {
    const { miniStack, stacks, folder } = rehearsal;
    const spec = await writeSpec(folder, (text) => chooseRuntime(text, 'fargate') + previews);
    const archc = (command: string, ...flags: string[]) => runArchc(miniStack, command, spec, ...flags);
    succeeds(await archc('deploy', '--environment', 'dev', '--stack', 'shared', '--yes'));
    const { RepositoryUri = '' } = await stacks.outputs('todo-dev-shared');
    const image = await pushImage(miniStack, RepositoryUri, 'todo-1');
    succeeds(await archc('deploy', '--environment', 'dev', '--image', image, '--yes'));
    succeeds(await archc('deploy', '--preview', 'PR-1', '--from', 'dev', '--image', image, '--yes'));
    await writeSpec(
      folder,
      (text) => chooseRuntime(text, 'fargate') + previews.replace('Days: 3', 'Days: 30'),
    );
    succeeds(await archc('deploy', '--preview', 'PR-2', '--from', 'dev', '--image', image, '--yes'));
    // Days are set once: the first one keeps its three.
    succeeds(await archc('deploy', '--preview', 'PR-1', '--from', 'dev', '--image', image, '--yes'));
    const expires = await expiryOf('todo-dev-pr-1-backend');
    const afterDays = (days: number) => {
      const clock = `const now = Date.now; Date.now = () => now() + ${days * day};`;
      const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(clock)}`;
      const env = { ...miniStack.env, NODE_OPTIONS };
      return runArchc({ ...miniStack, env }, 'destroy', spec, '--expired', '--from', 'dev', '--yes');
    };

    const listed = await archc('destroy', '--expired', '--from', 'dev', '--yes', 'todo');
    expect(listed.code).to.equal(2);
    expect(listed.stderr).to.include('write --yes alone, or --confirm dev');
    succeeds(await afterDays(2));
    expect(await mysql()).to.deep.equal(names('pr_1', 'pr_2'));
    const removed = await afterDays(4);
    succeeds(removed);
    expect(removed.stdout).to.include(`pr-1  todo-dev-pr-1-backend  CREATE_COMPLETE  over since ${expires}`);
    expect(removed.stdout).to.match(/Deleted todo-dev-pr-1-backend\n$/);
    expect(await mysql()).to.deep.equal(names('pr_2'));
    expect(await statusOf('todo-dev-pr-2-backend')).to.equal('CREATE_COMPLETE');
    expect(await statusOf('todo-dev-backend')).to.equal('CREATE_COMPLETE');
  });
});

function succeeds({ code, stdout, stderr }: ProcessResult): void {
  expect(code, `${stdout}\n${stderr}`).to.equal(0);
}
