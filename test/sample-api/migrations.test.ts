import { expect } from 'chai';
import type { RowDataPacket } from 'mysql2/promise';
import { add, call, listAll } from './call.ts';
import { startApi, stopApis } from './start-api.ts';
import type { LogLine } from './start-api.ts';
import { useMysql } from './use-mysql.ts';

describe('the sample API makes its tables', () => {
  const mysql = useMysql();
  afterEach(stopApis);

  it('once, however many instances start at the same time', async () => {
    const database = await mysql.createDatabase();
    const apis = await Promise.all([1, 2, 3].map(() => startApi(database)));
    const lines = await Promise.all(apis.map((api) => api.waitForLog('the tables are up to date')));
    const applied = lines.map((line) => line.applied as string[]);
    expect(applied.filter(({ length }) => length > 0)).to.have.length(1);
    expect(applied.flat()).to.deep.equal(['0001-todo', '0002-todo-by-done']);
    const items = await Promise.all(apis.map(({ url }) => add(url, { title: 'Buy milk' })));
    for (const { url, log } of apis) {
      expect(await listAll(url)).to.have.deep.members(items);
      expect(log.filter((line) => line.level !== 'info' && !isSlowness(line))).to.deep.equal([]);
    }
  });

  it('and finds nothing to do at the next start', async () => {
    const database = await mysql.createDatabase();
    const first = await startApi(database);
    const item = await add(first.url, { title: 'Buy milk' });
    await first.stop();
    const second = await startApi(database);
    expect(await second.waitForLog('the tables are up to date')).to.deep.include({ applied: [] });
    expect(await listAll(second.url)).to.deep.equal([item]);
  });

  it('to the end, when an instance died between a statement and its note', async () => {
    const database = await mysql.createDatabase();
    const first = await startApi(database);
    await first.waitForLog('the tables are up to date');
    await first.stop();
    await mysql.asAdmin((admin) =>
      admin.query('UPDATE ??.migration SET finished_at = NULL WHERE name = ?', [
        database.DB_NAME,
        '0001-todo',
      ]),
    );
    const second = await startApi(database);
    expect(await second.waitForLog('the tables are up to date')).to.deep.include({ applied: ['0001-todo'] });
    const [rows] = await mysql.asAdmin((admin) =>
      admin.query<RowDataPacket[]>('SELECT name FROM ??.migration WHERE finished_at IS NULL', [
        database.DB_NAME,
      ]),
    );
    expect(rows).to.deep.equal([]);
  });

  it('but never takes a table that somebody else made for its own', async () => {
    const database = await mysql.createDatabase();
    await mysql.asAdmin((admin) => admin.query('CREATE TABLE ??.todo (other INT)', [database.DB_NAME]));
    const api = await startApi({ ...database, DB_RETRY_SECONDS: '0' });
    await api.waitForText(/Table 'todo' already exists/);
    expect((await call(`${api.url}/healthz`)).status).to.equal(200);
    expect((await call(`${api.url}/readyz`)).status).to.equal(503);
    expect((await call(`${api.url}/todos`)).status).to.equal(503);
  });

  it('while an instance that hangs in the migration keeps the lock, the others are not ready', async () => {
    const database = await mysql.createDatabase();
    await mysql.asAdmin(async (admin) => {
      await admin.query("DO GET_LOCK(LEFT(CONCAT('migration-', ?), 64), 0)", [database.DB_NAME]);
      const api = await startApi(database);
      expect((await call(`${api.url}/readyz`)).status).to.equal(503);
      await admin.query('DO RELEASE_ALL_LOCKS()');
      await api.waitForLog('the tables are up to date');
      expect((await call(`${api.url}/todos`)).status).to.equal(200);
    });
  });
});

/** On a busy machine an instance may wait for its turn, or for a connection, longer than it likes. */
function isSlowness({ err }: LogLine): boolean {
  return /took longer than|ETIMEDOUT|another instance is migrating/.test(JSON.stringify(err));
}
