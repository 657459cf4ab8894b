import { expect } from 'chai';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Properties } from '../../templates/handlers/request.ts';
import { AwsError } from '../support/fake-aws/aws-endpoint.ts';
import type { AwsEndpoint } from '../support/fake-aws/aws-endpoint.ts';
import { startDataApi } from '../support/fake-aws/data-api.ts';
import { startSecretsManager } from '../support/fake-aws/secrets-manager.ts';
import { askInTime, stackId, startCustomResource } from '../support/lambda/custom-resource.ts';
import type { Asked, CustomResource, Reply } from '../support/lambda/custom-resource.ts';
import { connectMysql } from '../support/mysql/mysql.ts';
import type { MysqlServer } from '../support/mysql/mysql.ts';
import { until } from '../support/until.ts';
import { useMysql } from './use-mysql.ts';

const arn = (kind: string) => `arn:aws:${kind}`;
const cluster = arn('rds:ap-northeast-1:123456789012:cluster:todo-cluster');
/** The cluster that the restored one was made from. */
const former = arn('rds:ap-northeast-1:123456789012:cluster:former-cluster');
const masterSecret = arn('secretsmanager:ap-northeast-1:123456789012:secret:master-AbCdEf');
const userSecret = arn('secretsmanager:ap-northeast-1:123456789012:secret:user-AbCdEf');
const dev = {
  ServiceToken: arn('lambda:function'),
  ServiceTimeout: '720',
  ClusterArn: cluster,
  MasterSecretArn: masterSecret,
  UserSecretArn: userSecret,
  DatabaseName: 'todo',
  UserName: 'todo_app',
};
const preview = (name: string): Properties => ({
  ...dev,
  DatabaseName: `todo_${name.replace('-', '_')}`,
  UserName: `todo_app_${name.replace('-', '_')}`,
  Preview: name,
});
const properties = preview('pr-1');
const id = 'todo-cluster/todo_pr_1/todo_app_pr_1';
const devId = 'todo-cluster/todo/todo_app';
const otherStack = stackId.replace('todo-backend', 'shop-backend');

describe('the custom resource for the database of a preview', () => {
  const server = useMysql();
  let dataApi: AwsEndpoint;
  let secretsManager: AwsEndpoint;
  let resource: CustomResource;
  let backend: CustomResource;
  let connections: Connection[] = [];
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
    const environment = {
      AWS_ENDPOINT_URL_RDS_DATA: dataApi.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
    };
    resource = await startCustomResource('preview', 'Database', environment);
    backend = await startCustomResource('database', 'Database', environment);
    await backend.ask({ RequestType: 'Create', ResourceProperties: dev, StackId: otherStack });
    await query('CREATE TABLE todo.task AS SELECT 1 AS kept');
  });
  afterEach(async () => {
    for (const connection of connections) connection.destroy();
    connections = [];
    await resource.stop();
    await backend.stop();
    await dataApi.stop();
    await secretsManager.stop();
  });

  async function connect(login: Parameters<typeof connectMysql>[1] = {}): Promise<Connection> {
    const connection = await connectMysql(server(), login);
    // The server ends it, which is no error of the test.
    connection.on('error', () => undefined);
    connections.push(connection);
    return connection;
  }
  async function query(
    sql: string,
    login: Parameters<typeof connectMysql>[1] = {},
  ): Promise<RowDataPacket[]> {
    const connection = await connect(login);
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    await connection.end();
    return rows;
  }
  async function clear(): Promise<void> {
    for (const name of await databases()) await query(`DROP DATABASE \`${name}\``);
    for (const name of await users()) await query(`DROP USER '${name}'@'%'`);
  }
  async function names(sql: string): Promise<string[]> {
    return (await query(sql)).map(({ name }) => String(name));
  }
  const users = () => names("SELECT user AS name FROM mysql.user WHERE user LIKE 'todo%' ORDER BY 1");
  const databases = () =>
    names(
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE 'todo%' ORDER BY 1",
    );
  const ask = (asked: Asked, timeout?: number): Promise<Reply> =>
    resource.ask(asked, timeout ? { timeout } : {});
  const create = (wanted = properties, more: Partial<Asked> = {}): Promise<Reply> =>
    ask({ RequestType: 'Create', ResourceProperties: wanted, ...more });
  const update = (wanted: Properties, old: Properties, physicalId = id): Promise<Reply> =>
    ask({
      RequestType: 'Update',
      PhysicalResourceId: physicalId,
      ResourceProperties: wanted,
      OldResourceProperties: old,
    });
  const remove = (physicalId = id, wanted = properties, timeout?: number): Promise<Reply> =>
    ask({ RequestType: 'Delete', PhysicalResourceId: physicalId, ResourceProperties: wanted }, timeout);
  const strike = (at: RegExp, times = 1, isLate = false) =>
    dataApi.faults.push({
      what: new AwsError('DatabaseErrorException', 'Database error code: 1044. Message: No'),
      times,
      at,
      isLate,
    });

  function expectMade(answer: Reply, state: 'created' | 'existing'): void {
    expect(answer.Reason ?? '').to.equal('');
    expect(answer.Data).to.include({ DatabaseState: state });
    expect(answer.log).to.not.include('first-password');
  }
  function expectFailed(answer: Reply, reason: RegExp): void {
    expect(answer.Status).to.equal('FAILED');
    expect(answer.Reason).to.match(reason);
  }
  function expectDeleted(answer: Reply): void {
    expect(answer.Reason ?? '').to.equal('');
    expect(answer.Status).to.equal('SUCCESS');
  }
  /** What is the environment's own is there, with its data, whatever became of the preview. */
  async function expectLeft(others: readonly string[] = []): Promise<void> {
    expect(await databases()).to.deep.equal(['todo', ...others.map((name) => `todo_${name}`)]);
    expect(await users()).to.deep.equal(['todo_app', ...others.map((name) => `todo_app_${name}`)]);
    const login = { user: 'todo_app', password: 'first-password' };
    expect(await query('SELECT kept FROM todo.task', login)).to.deep.equal([{ kept: 1 }]);
  }
  const fill = () => query('CREATE TABLE todo_pr_1.task (title TEXT)');

  it('a preview from start to end', async () => {
    expectMade(await create(), 'created');
    const login = { user: 'todo_app_pr_1', password: 'first-password' };
    await query('CREATE TABLE todo_pr_1.task (title TEXT)', login);
    expectMade(await update(properties, properties), 'existing');
    expectDeleted(await remove());
    await expectLeft();
  });

  it('the Delete of one of two previews', async () => {
    await create();
    await create(preview('pr-2'), { StackId: otherStack });
    expectDeleted(await remove());
    await expectLeft(['pr_2']);
  });

  it('a preview of the same name as one before', async () => {
    await create();
    await remove();
    expectMade(await create(), 'created');
    expectDeleted(await remove());
    await expectLeft();
  });

  it('the same event of a preview twice', async () => {
    expectMade(await create(), 'created');
    await fill();
    expectMade(await create(), 'existing');
    expectDeleted(await remove());
    expectDeleted(await remove());
    await expectLeft();
  });

  it('a database of that name that a preview did not make', async () => {
    await query('CREATE DATABASE todo_pr_1');
    await fill();
    const failed = await create();
    expectFailed(failed, /MySQL database "todo_pr_1" exists, and this preview did not make it/);
    expectDeleted(await remove(failed.PhysicalResourceId));
    expect(await query('SHOW TABLES FROM todo_pr_1')).to.have.length(1);
    expect(await users()).to.deep.equal(['todo_app']);
  });

  it('a database that another stack has made for a preview', async () => {
    await create(properties, { StackId: otherStack });
    await fill();
    const failed = await create();
    expectFailed(failed, new RegExp(`MySQL user "todo_app_pr_1" belongs to ${otherStack}`));
    expectDeleted(await remove(failed.PhysicalResourceId));
    expect(await query('SHOW TABLES FROM todo_pr_1')).to.have.length(1);
    await expectLeft(['pr_1']);
  });

  it('a user of that name that was made by hand', async () => {
    await query("CREATE USER 'todo_app_pr_1'@'%' IDENTIFIED BY 'theirs'");
    const failed = await create();
    expectFailed(failed, /belongs to someone else/);
    expectDeleted(await remove(failed.PhysicalResourceId));
    expect(await databases()).to.deep.equal(['todo']);
    expect(await query('SELECT 1 AS one', { user: 'todo_app_pr_1', password: 'theirs' })).to.have.length(1);
  });

  it('a Delete of a database whose mark says another preview', async () => {
    await create();
    expectDeleted(await remove(id, { ...properties, Preview: 'pr-2' }));
    expect(await databases()).to.deep.equal(['todo', 'todo_pr_1']);
  });

  it('a Delete of a database without a mark', async () => {
    // As a stack that is no preview makes it.
    await backend.ask({ RequestType: 'Create', ResourceProperties: properties });
    await fill();
    expectDeleted(await remove());
    expect(await query('SHOW TABLES FROM todo_pr_1')).to.have.length(1);
  });

  it('a Create of a preview that fails, at whatever step', async () => {
    for (const at of [/CREATE USER/, /ACCOUNT UNLOCK/, /CREATE DATABASE/, /GRANT/]) {
      strike(at);
      const failed = await create();
      expectFailed(failed, /1044/);
      expectDeleted(await remove(failed.PhysicalResourceId));
      await expectLeft();
    }
  });

  it('a process that ends in the middle of making a preview', async () => {
    const at = /CREATE DATABASE .*todo_pr_1/;
    const created = until('it creates', () => dataApi.calls.some((call) => at.test(call)));
    dataApi.faults.push({ what: 'hang', times: 1, at, isLate: true });
    const event = { RequestType: 'Create', ResourceProperties: properties };
    expect((await resource.deliver(event, { killed: created })).ended).to.equal('killed');
    expectMade(await create(), 'existing');
    expectDeleted(await remove());
    await expectLeft();
  });

  it('a Delete of a preview that fails, at whatever step', async () => {
    for (const at of [/ACCOUNT LOCK/, /DROP DATABASE/, /ATTRIBUTE/, /DROP USER/]) {
      await create();
      await fill();
      strike(at);
      expectFailed(await remove(), /1044/);
      expectDeleted(await remove());
      await expectLeft();
    }
  });

  it('a Delete for a Create of a preview that nobody answered', async () => {
    await create();
    expectDeleted(await remove('todo-backend-Database-1ABCDEF'));
    await expectLeft();
  });

  it('a database that is in use', async () => {
    await create();
    await fill();
    const open = await connect({ user: 'todo_app_pr_1', password: 'first-password' });
    await open.query('START TRANSACTION');
    await open.query('SELECT * FROM todo_pr_1.task');
    expectDeleted(await remove());
    await expectLeft();
  });

  it('a connection that cannot be ended', async () => {
    await create();
    await connect({ user: 'todo_app_pr_1', password: 'first-password' });
    strike(/rds_kill/, 9);
    expectDeleted(await remove());
    await expectLeft();
  });

  it('a database that somebody else uses', async () => {
    await create();
    await fill();
    const theirs = await connect();
    await theirs.query('START TRANSACTION');
    await theirs.query('SELECT * FROM todo_pr_1.task');
    const reason = /Not done in \d+ seconds/;
    expectFailed(await askInTime((time) => remove(id, properties, time), reason, 3000), reason);
    await theirs.query('COMMIT');
    expectDeleted(await remove());
    await expectLeft();
  });

  it('a paused cluster, when the preview ends', async () => {
    await create();
    const what = new AwsError('DatabaseResumingException', 'The cluster is resuming after being auto-paused');
    dataApi.faults.push({ what, times: 2, at: /./ });
    expectDeleted(await remove());
    await expectLeft();
  });

  it('a cluster that is gone, when the preview ends', async () => {
    await create();
    secrets.delete(masterSecret);
    expectDeleted(await remove());
    clusters.delete(cluster);
    expectDeleted(await remove());
  });

  it('an Update to another database of the preview', async () => {
    await create();
    await fill();
    const next = { ...properties, DatabaseName: 'todo_next_pr_1' };
    expectMade(await update(next, properties), 'created');
    const open = await connect({ user: 'todo_app_pr_1', password: 'first-password' });
    expectDeleted(await remove());
    expect(await databases()).to.deep.equal(['todo', 'todo_next_pr_1']);
    await open.query('CREATE TABLE todo_next_pr_1.task (title TEXT)');
    expectDeleted(await remove('todo-cluster/todo_next_pr_1/todo_app_pr_1', next));
    await expectLeft();
  });

  it('an Update to another database of the preview that fails, and its rollback', async () => {
    await create();
    await fill();
    const next = { ...properties, DatabaseName: 'todo_next_pr_1' };
    strike(/GRANT/);
    expectFailed(await update(next, properties), /1044/);
    expectMade(await update(properties, next), 'existing');
    expect(await query('SHOW TABLES FROM todo_pr_1')).to.have.length(1);
    await expectLeft(['pr_1']);
  });

  it('an Update to another user of the preview', async () => {
    await create();
    await fill();
    const next = { ...properties, UserName: 'todo_next_pr_1' };
    expectFailed(await update(next, properties), /"todo_pr_1" exists, and this preview did not make it/);
    expectMade(await update(properties, next), 'existing');
    expect(await query('SHOW TABLES FROM todo_pr_1')).to.have.length(1);
    await expectLeft(['pr_1']);
  });

  it('a preview in a restored cluster', async () => {
    await create({ ...properties, ClusterArn: former }, { StackId: otherStack });
    await fill();
    secrets.set(userSecret, 'second-password');
    expectMade(await create(), 'existing');
    expect(
      await query('SHOW TABLES FROM todo_pr_1', { user: 'todo_app_pr_1', password: 'second-password' }),
    ).to.have.length(1);
    secrets.set(userSecret, 'first-password');
    expectDeleted(await remove());
    await expectLeft();
  });

  it('a Delete of a preview in another cluster', async () => {
    await create();
    expectFailed(await remove('other-cluster/todo_pr_1/todo_app_pr_1'), /MySQL user "todo_app_pr_1" stays/);
    await expectLeft(['pr_1']);
  });

  it('a Delete of the environment, which keeps its database', async () => {
    await create();
    const asked = { RequestType: 'Delete', PhysicalResourceId: devId, ResourceProperties: dev };
    await backend.ask({ ...asked, StackId: otherStack });
    expect(await query('SELECT kept FROM todo.task')).to.deep.equal([{ kept: 1 }]);
    expect(await databases()).to.deep.equal(['todo', 'todo_pr_1']);
  });
});
