import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { runProcess } from '../support/terminal/run-process.ts';
import { until } from '../support/until.ts';
import { beginCall } from './begin-call.ts';
import { sampleApi } from './build-sample-api.ts';
import { add, call, listAll } from './call.ts';
import { startApi, stopApis } from './start-api.ts';
import { useMysql } from './use-mysql.ts';

describe('the sample API as a process', () => {
  const mysql = useMysql();
  afterEach(stopApis);

  it('finishes the requests that are under way when it is asked to stop', async () => {
    const database = await mysql.createDatabase();
    const api = await startApi(database);
    await api.waitForLog('the tables are up to date');
    const adding = await beginCall(`${api.url}/todos`, 'POST', { title: 'Buy milk' });
    const stopped = api.stop();
    await until('no connection is taken any more', () => refusesConnections(api.url));
    const { status, body } = await adding.finish();
    expect(status, body).to.equal(201);
    expect(await stopped).to.equal(0);
    // Its line may still be on its way from the pipe, and that of the last request may come after it.
    expect(await api.waitForLog('stopped')).to.include({ level: 'info' });
    const next = await startApi(database);
    expect(await listAll(next.url)).to.have.length(1);
  });

  it('stops although a request waits for a database that is away', async () => {
    const database = await mysql.createDatabase();
    const api = await startApi({ ...database, DB_PORT: '1' });
    const waiting = (await beginCall(`${api.url}/todos`)).finish();
    await api.waitForLog('the database can not be used');
    // The request may wait for 100 seconds. After 25 the process would end with 1.
    expect(await api.stop()).to.equal(0);
    expect((await waiting).status).to.equal(503);
  });

  it('says everything that is wrong with its settings, and no secret', async () => {
    const { code, stdout, stderr } = await runProcess(process.execPath, ['build/main.js'], {
      cwd: sampleApi,
      env: {
        DB_NAME: 'todo',
        DB_PASS: 'pass-secret',
        PORT: 'http',
        DB_TLS: 'pass-secret',
        LOG_LEVEL: 'loud',
      },
    });
    expect(code).to.equal(1);
    expect(stderr).to.equal('');
    expect(JSON.parse(stdout)).to.include({
      level: 'fatal',
      msg: [
        'PORT must be a whole number from 0 to 65535',
        'LOG_LEVEL must be one of info, trace, debug, warn, error, fatal, silent',
        'DB_HOST is not set',
        'DB_USER is not set',
        'DB_TLS must be one of on, off',
      ].join('; '),
    });
    expect(stdout).not.to.include('secret');
  });

  it('logs one line for a request, and neither what is in it nor a password', async () => {
    const database = await mysql.createDatabase();
    const api = await startApi({ ...database, LOG_LEVEL: 'trace' });
    await call(`${api.url}/todos?limit=5`, 'GET', undefined, { authorization: 'Bearer token-secret' });
    await add(api.url, { title: 'title-secret' });
    await call(`${api.url}/todos`, 'POST', { titel: 'body-secret' });
    await call(`${api.url}/healthz`);
    await api.waitForLog('request', { status: 400 });
    const requests = api.log.filter(({ msg }) => msg === 'request');
    expect(requests.map(({ method, path, status }) => [method, path, status])).to.deep.equal([
      ['GET', '/todos', 200],
      ['POST', '/todos', 201],
      ['POST', '/todos', 400],
    ]);
    for (const line of api.log) expect(line).to.include.keys('level', 'time', 'msg');
    const wrong = await startApi({
      ...database,
      DB_PASS: 'pass-wrong',
      DB_RETRY_SECONDS: '0',
      LOG_LEVEL: 'trace',
    });
    expect((await call(`${wrong.url}/todos`)).status).to.equal(503);
    await mysql.asAdmin((admin) => admin.query('DROP TABLE ??.todo', [database.DB_NAME]));
    const broken = await call(`${api.url}/todos`, 'POST', { title: 'title-secret' });
    expect(broken.status).to.equal(500);
    expect(broken.body).to.include({
      detail: 'Something went wrong in the API. The logs tell more under "requestId".',
    });
    await api.waitForLog('request failed');
    await wrong.waitForText(/Access denied/);
    await stopApis();
    const everything = api.logText() + wrong.logText();
    expect(everything).not.to.match(/secret|pass-/);
    expect(everything).not.to.include(database.DB_PASS);
  });
});

function refusesConnections(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const refuses = once(socket, 'connect').then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code === 'ECONNREFUSED',
  );
  return refuses.finally(() => socket.destroy());
}
