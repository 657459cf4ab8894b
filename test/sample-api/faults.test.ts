import { expect } from 'chai';
import type { RowDataPacket } from 'mysql2/promise';
import { until } from '../support/until.ts';
import { beginCall } from './begin-call.ts';
import { add, call, listAll } from './call.ts';
import { startApi, stopApis } from './start-api.ts';
import type { Api } from './start-api.ts';
import { startProxy } from './start-proxy.ts';
import type { Proxy } from './start-proxy.ts';
import { useOwnMysql } from './use-mysql.ts';

describe('the sample API outlives the faults of its database', () => {
  const mysql = useOwnMysql();
  let proxy: Proxy | undefined;

  afterEach(async () => {
    try {
      await stopApis();
    } finally {
      await proxy?.close();
      proxy = undefined;
    }
  });

  async function startBehindProxy(variables: Record<string, string> = {}): Promise<Api> {
    proxy = await startProxy(mysql.server);
    const database = await mysql.createDatabase();
    return startApi({ ...database, DB_HOST: '127.0.0.1', DB_PORT: String(proxy.port), ...variables });
  }

  for (const [fault, strike] of [
    ['restarts', () => mysql.server.restart()],
    [
      'dies and comes back',
      async (api: Api) => {
        await mysql.server.kill();
        await api.waitForLog('the database can not be used');
        await mysql.server.restart();
      },
    ],
  ] as const) {
    it(`a server that ${fault} under load: each request succeeds and leaves exactly one item`, async () => {
      const api = await startApi(await mysql.createDatabase());
      const load = startLoad(api);
      await load.goOn();
      await strike(api);
      await load.goOn();
      const titles = await load.end();
      expect([...titles.keys()]).to.deep.equal([201]);
      const kept = (await listAll(api.url)).map(({ title }) => title);
      expect(kept).to.have.members(titles.get(201) ?? []);
      expect(api.log.filter(({ level }) => level === 'error')).to.deep.equal([]);
    });
  }

  it('a server that is not there when the API starts', async () => {
    const database = await mysql.createDatabase();
    await mysql.server.kill();
    const api = await startApi({ ...database, DB_RETRY_SECONDS: '1' });
    try {
      expect((await call(`${api.url}/healthz`)).status).to.equal(200);
      for (const path of ['/readyz', '/todos']) {
        const { status, headers, body } = await call(`${api.url}${path}`);
        expect(status, path).to.equal(503);
        expect(headers.get('retry-after')).to.equal('5');
        expect(headers.get('content-type')).to.match(/^application\/problem\+json/);
        const detail = 'The database can not be used at the moment. Try again in a few seconds.';
        expect(body).to.include({ status: 503, title: 'Service Unavailable', detail });
      }
    } finally {
      await mysql.server.restart();
    }
    await api.waitForLog('the tables are up to date');
    await until('the API is ready', async () => (await call(`${api.url}/readyz`)).status === 200);
    await until('an item can be added', async () => {
      const { status } = await call(`${api.url}/todos`, 'POST', { title: 'Buy milk' });
      return status === 201;
    });
  });

  it('a server that wakes up while the first requests wait', async () => {
    const database = await mysql.createDatabase();
    await mysql.server.kill();
    const api = await startApi(database);
    const todos = `${api.url}/todos`;
    const begun = [await beginCall(todos), await beginCall(todos, 'POST', { title: 'a' })];
    const answers = begun.map((each) => each.finish());
    await api.waitForLog('the database can not be used');
    await mysql.server.restart();
    expect((await Promise.all(answers)).map(({ status }) => status)).to.deep.equal([200, 201]);
    expect(await listAll(api.url)).to.have.length(1);
  });

  it('a writer that has become a reader: writes wait until there is a writer again', async () => {
    const database = await mysql.createDatabase();
    const api = await startApi({ ...database, DB_CONNECTIONS: '2' });
    const item = await add(api.url, { title: 'Buy milk' });
    await mysql.asAdmin(async (admin) => {
      await admin.query('SET GLOBAL read_only = ON');
      try {
        const writing = add(api.url, { title: 'Buy bread' });
        await api.waitForText(/--read-only/);
        expect(await listAll(api.url)).to.deep.equal([item]);
        await admin.query('SET GLOBAL read_only = OFF');
        const written = await writing;
        expect(await listAll(api.url)).to.deep.equal([item, written]);
      } finally {
        await admin.query('SET GLOBAL read_only = OFF');
      }
    });
    expect(api.logText()).to.not.include('request given up');
  });

  it('a server that hangs up on connections which are idle', async () => {
    const database = await mysql.createDatabase();
    await mysql.asAdmin(async (admin) => {
      await admin.query('SET GLOBAL wait_timeout = 1');
      try {
        const api = await startApi(database);
        for (const title of ['a', 'b']) {
          await add(api.url, { title });
          await until('the server has hung up', async () => {
            const sql = 'SELECT id FROM information_schema.processlist WHERE user = ?';
            const [rows] = await admin.query<RowDataPacket[]>(sql, [database.DB_USER]);
            return rows.length === 0;
          });
        }
        expect(await listAll(api.url)).to.have.length(2);
      } finally {
        await admin.query('SET GLOBAL wait_timeout = DEFAULT');
      }
    });
  });

  it('a table that is locked for longer than a statement waits', async () => {
    const database = await mysql.createDatabase();
    const api = await startApi(database);
    await api.waitForLog('the tables are up to date');
    await mysql.asAdmin(async (admin) => {
      await admin.query('LOCK TABLES ??.todo WRITE', [database.DB_NAME]);
      const adding = add(api.url, { title: 'Buy milk' });
      await api.waitForText(/Lock wait timeout exceeded/);
      await admin.query('UNLOCK TABLES');
      const item = await adding;
      expect(await listAll(api.url)).to.deep.equal([item]);
    });
  });

  it('a host that falls silent in the middle of a conversation', async () => {
    const api = await startBehindProxy();
    await add(api.url, { title: 'before' });
    proxy?.freeze();
    const items = await Promise.all(['a', 'b', 'c'].map((title) => add(api.url, { title })));
    expect((await listAll(api.url)).map(({ title }) => title)).to.have.members([
      'before',
      ...items.map(({ title }) => title),
    ]);
  });

  it('an answer that is lost after the work is done: nothing is done twice', async () => {
    const api = await startBehindProxy({ DB_CONNECTIONS: '1' });
    // The statements are prepared on the only connection, so the next answer is that of the statement itself.
    const item = await add(api.url, { title: 'first' });
    const url = `${api.url}/todos/${item.id}`;
    const requests: readonly [method: string, url: string, body: object | undefined, status: number][] = [
      ['POST', `${api.url}/todos`, { title: 'posted' }, 201],
      ['PATCH', url, { title: 'changed' }, 200],
      ['PUT', url, { title: 'put' }, 200],
      ['DELETE', url, undefined, 204],
    ];
    for (const [index, [method, target, body, status]] of requests.entries()) {
      await call(target, method, body);
      proxy?.loseNextAnswer();
      expect((await call(target, method, body)).status, method).to.equal(status);
      expect(proxy?.lost(), method).to.equal(index + 1);
    }
    const titles = (await listAll(api.url)).map(({ title }) => title);
    expect(titles).to.deep.equal(['posted', 'posted']);
  });

  it('more waiting requests than it can hold: the one that is too many is refused while the others wait', async () => {
    const api = await startApi(await mysql.createDatabase());
    await api.waitForLog('the tables are up to date');
    await mysql.server.kill();
    const calls = Array.from({ length: 201 }, () => call(`${api.url}/todos`));
    expect((await Promise.race(calls)).status).to.equal(503);
    await api.waitForText(/too many requests are waiting/);
    await mysql.server.restart();
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.sort()).to.deep.equal([...Array<number>(200).fill(200), 503]);
  });
});

/** Eight clients, each of which adds item after item. */
interface Load {
  /** Resolves when each client has had some more answers. */
  goOn(): Promise<void>;
  /** Resolves to the titles that were sent, by the status of their answers. */
  end(): Promise<Map<number, string[]>>;
}

function startLoad(api: Api): Load {
  const titles = new Map<number, string[]>();
  const answered = Array<number>(8).fill(0);
  let isOver = false;
  let failure: unknown;
  async function client(name: number): Promise<void> {
    for (let number = 1; !isOver; number++) {
      const title = `client ${name} item ${number}`;
      const { status } = await call(`${api.url}/todos`, 'POST', { title });
      titles.set(status, [...(titles.get(status) ?? []), title]);
      answered[name] = number;
    }
  }
  const clients = Promise.all(answered.map((_, name) => client(name)));
  clients.catch((error: unknown) => {
    failure = error;
  });
  return {
    goOn: async () => {
      const before = [...answered];
      await until('each client has had ten more answers', () => {
        if (failure !== undefined) throw failure as Error;
        return answered.every((count, name) => count >= (before[name] ?? 0) + 10);
      });
    },
    end: async () => {
      isOver = true;
      await clients;
      return titles;
    },
  };
}
