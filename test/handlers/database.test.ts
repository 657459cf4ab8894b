import { expect } from 'chai';
import type { RowDataPacket } from 'mysql2/promise';
import type { Answer } from '../../templates/handlers/request.ts';
import { AwsError } from '../support/fake-aws/aws-endpoint.ts';
import type { AwsEndpoint } from '../support/fake-aws/aws-endpoint.ts';
import { startDataApi } from '../support/fake-aws/data-api.ts';
import { startSecretsManager } from '../support/fake-aws/secrets-manager.ts';
import { stackId, startCustomResource, askInTime } from '../support/lambda/custom-resource.ts';
import type { Asked, CustomResource, Reply } from '../support/lambda/custom-resource.ts';
import { connectMysql } from '../support/mysql/mysql.ts';
import type { MysqlServer } from '../support/mysql/mysql.ts';
import { needs } from '../support/needs.ts';
import { findNode } from '../support/package/node-version.ts';
import { until } from '../support/until.ts';
import { useMysql } from './use-mysql.ts';

const arn = (kind: string) => `arn:aws:${kind}`;
const cluster = arn('rds:ap-northeast-1:123456789012:cluster:todo-cluster');
/** The cluster that the restored one was made from. */
const former = arn('rds:ap-northeast-1:123456789012:cluster:former-cluster');
const masterSecret = arn('secretsmanager:ap-northeast-1:123456789012:secret:master-AbCdEf');
const userSecret = arn('secretsmanager:ap-northeast-1:123456789012:secret:user-AbCdEf');
const properties = {
  ServiceToken: arn('lambda:function'),
  ServiceTimeout: '720',
  ClusterArn: cluster,
  MasterSecretArn: masterSecret,
  UserSecretArn: userSecret,
  DatabaseName: 'todo',
  UserName: 'todo_app',
};
const id = 'todo-cluster/todo/todo_app';
const otherStack = stackId.replace('todo-backend', 'shop-backend');

describe('the custom resource for a MySQL database and its user', () => {
  const server = useMysql();
  let dataApi: AwsEndpoint;
  let secretsManager: AwsEndpoint;
  let resource: CustomResource;
  const clusters = new Map<string, MysqlServer>();
  const secrets = new Map<string, string>();

  beforeEach(async () => {
    await clear();
    clusters.set(cluster, server());
    clusters.set(former, server());
    secrets.set(masterSecret, JSON.stringify({ username: 'root', password: "master's" }));
    secrets.set(userSecret, 'first-password');
    dataApi = await startDataApi(clusters, secrets);
    secretsManager = await startSecretsManager(secrets);
    resource = await startCustomResource('database', 'Database', {
      AWS_ENDPOINT_URL_RDS_DATA: dataApi.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
    });
  });
  afterEach(async () => {
    await resource.stop();
    await dataApi.stop();
    await secretsManager.stop();
  });

  async function query(
    sql: string,
    login: Parameters<typeof connectMysql>[1] = {},
  ): Promise<RowDataPacket[]> {
    const connection = await connectMysql(server(), login);
    try {
      return (await connection.query<RowDataPacket[]>(sql))[0];
    } finally {
      await connection.end();
    }
  }
  /** Runs a statement as the backend would. */
  const asUser = (sql: string, password = 'first-password', user = 'todo_app') =>
    query(sql, { user, password });
  async function clear(): Promise<void> {
    for (const { name } of await query(
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name RLIKE '^(todo|to.do|shop)'",
    )) {
      await query(`DROP DATABASE \`${String(name)}\``);
    }
    for (const { name } of await query(
      "SELECT user AS name FROM mysql.user WHERE user RLIKE '^(todo|shop)'",
    )) {
      await query(`DROP USER '${String(name)}'@'%'`);
    }
  }
  const users = async () =>
    (await query("SELECT user AS name FROM mysql.user WHERE user RLIKE '^(todo|shop)' ORDER BY 1")).map(
      ({ name }) => String(name),
    );
  const databases = async () =>
    (
      await query(
        "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name RLIKE '^(todo|to.do|shop)' ORDER BY 1",
      )
    ).map(({ name }) => String(name));

  const changed = (changes: Partial<typeof properties>) => ({ ...properties, ...changes });
  const create = (wanted = properties, more: Partial<Asked> = {}, timeout?: number): Promise<Reply> =>
    resource.ask({ RequestType: 'Create', ResourceProperties: wanted, ...more }, timeout ? { timeout } : {});
  const update = (wanted = properties, old = properties, physicalId = id): Promise<Reply> =>
    resource.ask({
      RequestType: 'Update',
      PhysicalResourceId: physicalId,
      ResourceProperties: wanted,
      OldResourceProperties: old,
    });
  const remove = (physicalId = id, wanted = properties, timeout?: number): Promise<Reply> =>
    resource.ask(
      { RequestType: 'Delete', PhysicalResourceId: physicalId, ResourceProperties: wanted },
      timeout ? { timeout } : {},
    );
  const strike = (what: AwsError | 'hang' | 'disconnect', times = 1, at?: RegExp, isLate = false) =>
    dataApi.faults.push({ what, times, isLate, ...(at && { at }) });

  function expectMade(answer: Reply, state: 'created' | 'existing', physicalId = id): void {
    expect(answer.Reason ?? '').to.equal('');
    expect(answer).to.include({ Status: 'SUCCESS', PhysicalResourceId: physicalId });
    const [, DatabaseName, UserName] = physicalId.split('/');
    expect(answer.Data).to.deep.equal({ DatabaseName, UserName, DatabaseState: state });
    expect(answer.log).to.not.include('first-password');
  }
  function expectFailed(answer: Reply, reason: RegExp): void {
    expect(answer.Status).to.equal('FAILED');
    expect(answer.Reason)
      .to.match(reason)
      .and.match(/\(log: todo-backend-Function 2026/);
    expect(answer.Reason).to.not.include('first-password');
    expect(answer.log).to.not.include('first-password');
  }
  function expectDeleted(answer: Answer, physicalId = id): void {
    expect(answer.Reason ?? '').to.equal('');
    expect(answer).to.include({ Status: 'SUCCESS', PhysicalResourceId: physicalId });
  }
  async function expectRefused(statement: Promise<unknown>, code: string): Promise<void> {
    const error = await statement.then(
      () => undefined,
      (reason: unknown) => reason as { code?: string },
    );
    expect(error?.code).to.equal(code);
  }

  it('a database and a user that nobody has', async () => {
    await query('CREATE DATABASE shop');
    expectMade(await create(), 'created');
    const [schema] = await query("SELECT * FROM information_schema.schemata WHERE schema_name = 'todo'");
    expect(schema).to.include({
      DEFAULT_CHARACTER_SET_NAME: 'utf8mb4',
      DEFAULT_COLLATION_NAME: 'utf8mb4_0900_ai_ci',
    });
    await asUser('CREATE TABLE todo.task (title TEXT)');
    await asUser("INSERT INTO todo.task VALUES ('x')");
    await asUser('ALTER TABLE todo.task ADD done BOOLEAN');
    await expectRefused(asUser('CREATE TABLE shop.task (title TEXT)'), 'ER_TABLEACCESS_DENIED_ERROR');
    await expectRefused(asUser('CREATE DATABASE todo2'), 'ER_DBACCESS_DENIED_ERROR');
    await expectRefused(asUser('SELECT * FROM mysql.user'), 'ER_TABLEACCESS_DENIED_ERROR');
    await expectRefused(asUser("CREATE USER 'shop'@'%'"), 'ER_SPECIFIC_ACCESS_DENIED_ERROR');
    await expectRefused(asUser("GRANT ALL ON todo.* TO 'root'@'%'"), 'ER_DBACCESS_DENIED_ERROR');
  });

  it('a password of any characters', async () => {
    for (const password of [
      `'"\`\\`,
      '%s %d ?',
      "\\'; DROP DATABASE todo; -- ",
      '日本語 😀',
      '${x} {{y}} $(z)',
      '\\\\',
    ]) {
      secrets.set(userSecret, password);
      await update();
      expect(await asUser('SELECT 1 AS one', password)).to.deep.equal([{ one: 1 }]);
    }
  });

  it('a server that takes a backslash as it is', async () => {
    await query("SET GLOBAL sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')");
    try {
      secrets.set(userSecret, `a\\'b\\\\`);
      expectMade(await create(), 'created');
      expect(await asUser('SELECT 1 AS one', `a\\'b\\\\`)).to.deep.equal([{ one: 1 }]);
    } finally {
      await query("SET GLOBAL sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')");
    }
  });

  it('a name with an underscore, which is a wildcard in a grant', async () => {
    await query('CREATE DATABASE toxdo');
    await create(changed({ DatabaseName: 'to_do' }));
    await asUser('CREATE TABLE to_do.task (title TEXT)');
    await expectRefused(asUser('CREATE TABLE toxdo.task (title TEXT)'), 'ER_TABLEACCESS_DENIED_ERROR');
  });

  it('the same event twice', async () => {
    expectMade(await create(), 'created');
    expectMade(await create(), 'existing');
    expectDeleted(await remove());
    expectDeleted(await remove());
    expect(await users()).to.deep.equal([]);
  });

  it('a database that already exists', async () => {
    await query('CREATE DATABASE todo');
    await query('CREATE TABLE todo.task AS SELECT 1 AS kept');
    expectMade(await create(), 'existing');
    expect(await asUser('SELECT kept FROM todo.task')).to.deep.equal([{ kept: 1 }]);
  });

  it('a user that was made by hand', async () => {
    await query("CREATE USER 'todo_app'@'%' IDENTIFIED BY 'theirs'");
    const failed = await create();
    expectFailed(failed, /MySQL user "todo_app" belongs to someone else/);
    expect(await databases()).to.deep.equal([]);
    expectDeleted(await remove(failed.PhysicalResourceId));
    expect(await asUser('SELECT 1 AS one', 'theirs')).to.deep.equal([{ one: 1 }]);
  });

  it('a user of another stack', async () => {
    await create(properties, { StackId: otherStack });
    secrets.set(userSecret, 'mine');
    const failed = await create();
    expectFailed(failed, new RegExp(`MySQL user "todo_app" belongs to ${otherStack}`));
    expectDeleted(await remove(failed.PhysicalResourceId));
    expect(await asUser('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
  });

  it('a user of a restored cluster', async () => {
    await create(changed({ ClusterArn: former }), { StackId: otherStack });
    await asUser('CREATE TABLE todo.task AS SELECT 1 AS kept');
    await query("ALTER USER 'todo_app'@'%' IDENTIFIED BY 'second' RETAIN CURRENT PASSWORD");
    secrets.set(userSecret, 'third');
    expectMade(await create(), 'existing');
    expect(await asUser('SELECT kept FROM todo.task', 'third')).to.deep.equal([{ kept: 1 }]);
    for (const old of ['first-password', 'second']) {
      await expectRefused(asUser('SELECT 1', old), 'ER_ACCESS_DENIED_ERROR');
    }
    expectFailed(await create(properties, { StackId: otherStack }), new RegExp(`belongs to ${stackId}`));
    expectDeleted(await remove());
    expect(await users()).to.deep.equal([]);
  });

  it('a user of a restored cluster, for another database than before', async () => {
    await create(changed({ ClusterArn: former }), { StackId: otherStack });
    const failed = await create(changed({ DatabaseName: 'todo_next' }));
    expectFailed(failed, new RegExp(`MySQL user "todo_app" belongs to ${otherStack}`));
    expectDeleted(await remove(failed.PhysicalResourceId), failed.PhysicalResourceId);
    expect(await asUser('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
  });

  it('a rotated password', async () => {
    await create();
    secrets.set(userSecret, 'second-password');
    expectMade(await update(), 'existing');
    expect(await asUser('SELECT 1 AS one', 'second-password')).to.deep.equal([{ one: 1 }]);
    await expectRefused(asUser('SELECT 1'), 'ER_ACCESS_DENIED_ERROR');
  });

  it('an Update to another database', async () => {
    await create();
    await asUser('CREATE TABLE todo.task (title TEXT)');
    const next = changed({ DatabaseName: 'todo_next' });
    expectMade(await update(next), 'created', 'todo-cluster/todo_next/todo_app');
    expectDeleted(await remove());
    expect(await databases()).to.deep.equal(['todo', 'todo_next']);
    await asUser('CREATE TABLE todo_next.task (title TEXT)');
    await expectRefused(asUser('SELECT * FROM todo.task'), 'ER_TABLEACCESS_DENIED_ERROR');
  });

  it('an Update to another user', async () => {
    await create();
    expectMade(await update(changed({ UserName: 'todo_next' })), 'existing', 'todo-cluster/todo/todo_next');
    expect(await users()).to.deep.equal(['todo_app', 'todo_next']);
    expectDeleted(await remove());
    expect(await users()).to.deep.equal(['todo_next']);
    await asUser('CREATE TABLE todo.task (title TEXT)', 'first-password', 'todo_next');
  });

  it('an Update that fails, and its rollback', async () => {
    await create();
    await query("CREATE USER 'todo_theirs'@'%'");
    const wanted = changed({ UserName: 'todo_theirs' });
    const failed = await update(wanted);
    expectFailed(failed, /belongs to someone else/);
    expect(failed.PhysicalResourceId).to.equal(id);
    expectMade(await update(properties, wanted), 'existing');
    expect(await users()).to.deep.equal(['todo_app', 'todo_theirs']);
    await asUser('CREATE TABLE todo.task (title TEXT)');
  });

  it('an Update that fails halfway, and its rollback', async () => {
    await create();
    const wanted = changed({ UserName: 'todo_next', DatabaseName: 'todo_next' });
    strike(new AwsError('DatabaseErrorException', 'Database error code: 1044. Message: No'), 1, /GRANT/);
    expectFailed(await update(wanted), /Database error code: 1044/);
    expect(await users()).to.deep.equal(['todo_app', 'todo_next']);
    expectMade(await update(properties, wanted), 'existing');
    expect(await users()).to.deep.equal(['todo_app']);
  });

  it('a Delete, which keeps the database', async () => {
    await create();
    await asUser('CREATE TABLE todo.task (title TEXT)');
    expectDeleted(await remove());
    expect(await users()).to.deep.equal([]);
    expect(await query('SHOW TABLES FROM todo')).to.have.length(1);
  });

  it('a Delete of a user that is gone', async () => {
    expectDeleted(await remove());
  });

  it('a Delete after the cluster, or the secret of its master', async () => {
    await create();
    secrets.delete(masterSecret);
    expectDeleted(await remove());
    clusters.delete(cluster);
    expectDeleted(await remove());
  });

  it('a Delete after a Create that failed', async () => {
    strike(new AwsError('DatabaseErrorException', 'Database error code: 1044. Message: No'), 1, /GRANT/);
    const failed = await create();
    expectFailed(failed, /1044/);
    expectDeleted(await remove(failed.PhysicalResourceId));
    expect(await users()).to.deep.equal([]);
  });

  it('a Delete for a Create that nobody answered', async () => {
    await create();
    expectDeleted(await remove('todo-backend-Database-1ABCDEF'), 'todo-backend-Database-1ABCDEF');
    expect(await users()).to.deep.equal([]);
  });

  it('a Delete of a resource in another cluster', async () => {
    expectFailed(await remove('other-cluster/todo/todo_app'), /MySQL user "todo_app" stays/);
  });

  it('a cluster that resumes, or is not available yet', async () => {
    strike(new AwsError('DatabaseResumingException', 'The cluster is resuming after being auto-paused'), 3);
    strike(new AwsError('DatabaseUnavailableException', '', 504), 2, /GRANT/);
    expectMade(await create(), 'created');
  });

  it('a cluster that does not come back', async () => {
    strike(new AwsError('DatabaseResumingException', 'The cluster is resuming'), 1000);
    const reason = /Not done in \d+ seconds\. DatabaseResumingException: The cluster is resuming/;
    expectFailed(await askInTime((time) => create(properties, {}, time), reason), reason);
  });

  it('a statement that takes longer than the Data API waits', async () => {
    const what = new AwsError('StatementTimeoutException', 'Statement timed out');
    strike(what, 1, /CREATE DATABASE/, true);
    strike(what, 1, /CREATE USER/, true);
    const answer = await create();
    expect(answer.Status, answer.Reason).to.equal('SUCCESS');
    await asUser('CREATE TABLE todo.task (title TEXT)');
  });

  it('a throttled call, or an internal error of the Data API', async () => {
    strike(new AwsError('ThrottlingException', 'Rate exceeded'));
    strike(new AwsError('InternalServerErrorException', 'Oops', 500), 4, /GRANT/);
    expectMade(await create(), 'created');
  });

  it('a function without its permissions', async () => {
    strike(
      new AwsError(
        'AccessDeniedException',
        'User: x is not authorized to perform: rds-data:ExecuteStatement',
      ),
      1000,
    );
    const reason = /^AccessDeniedException: User: x is not authorized/;
    expectFailed(await askInTime((time) => create(properties, {}, time), reason, 6000), reason);
    expectFailed(await askInTime((time) => remove(id, properties, time), reason, 6000), reason);
  });

  it('a secret of the user that is gone', async () => {
    secrets.delete(userSecret);
    expectFailed(await create(), /ResourceNotFoundException: Secrets Manager can't find/);
  });

  it('an error that quotes the statement, and with it the password', async () => {
    strike(
      new AwsError('DatabaseErrorException', "You have an error near 'first-password' at line 1"),
      1,
      /ALTER USER/,
    );
    expectFailed(await create(), /You have an error \(log/);
  });

  it('an error of many words', async () => {
    strike(new AwsError('DatabaseErrorException', 'é'.repeat(20_000)));
    expectFailed(await create(), /ééé/);
  });

  it('a request of an unknown kind', async () => {
    expectFailed(await create(properties, { RequestType: 'Rename' }), /Unknown request Rename/);
  });

  it('names that are not allowed', async () => {
    for (const wrong of [
      { DatabaseName: 'a`b' },
      { DatabaseName: 'mysql' },
      { UserName: "x'y" },
      { UserName: '' },
    ]) {
      const failed = await create(changed(wrong));
      expectFailed(failed, /Wrong or missing properties/);
      expectDeleted(await remove(failed.PhysicalResourceId, changed(wrong)), failed.PhysicalResourceId);
    }
    expect(dataApi.calls).to.deep.equal([]);
  });

  it('a Data API that does not answer', async () => {
    strike('hang', 9);
    expectFailed(await create(properties, {}, 1500), /Not done in 1 seconds/);
  });

  it('a Data API that breaks off, before or after the statement', async () => {
    strike('disconnect', 1, /CREATE USER/);
    strike('disconnect', 1, /GRANT/, true);
    expectMade(await create(), 'created');
  });

  it('a Data API that cannot be reached', async () => {
    await dataApi.stop();
    expectFailed(await create(), /ECONNREFUSED/);
    dataApi = await startDataApi(clusters, secrets);
  });

  it('an answer that CloudFormation takes only later', async () => {
    resource.answers.refusals.push(500, 0);
    expectMade(await create(), 'created');
  });

  it('an answer that CloudFormation never takes', async () => {
    resource.answers.refusals.push(...Array<number>(5).fill(503));
    const event = { RequestType: 'Create', ResourceProperties: properties };
    expect((await resource.deliver(event)).ended).to.equal('rejected');
    expectMade(await create(), 'existing');
  });

  it('a process that ends in the middle', async () => {
    const granted = until('it grants', () => dataApi.calls.some((call) => call.includes('GRANT')));
    strike('hang', 1, /GRANT/);
    const event = { RequestType: 'Create', ResourceProperties: properties };
    expect((await resource.deliver(event, { killed: granted })).ended).to.equal('killed');
    expect(resource.answers.received).to.deep.equal([]);
    expectMade(await create(), 'existing');
    await asUser('CREATE TABLE todo.task (title TEXT)');
  });

  for (const major of [22, 24]) {
    it(`the runtime of node ${major}`, async function () {
      const found = await findNode(major);
      needs(this, typeof found === 'string' ? found : undefined);
      const node = typeof found === 'string' ? '' : found.program;
      const event = { RequestType: 'Create', ResourceProperties: properties };
      expectMade(await resource.ask(event, { node }), 'created');
    });
  }
});
