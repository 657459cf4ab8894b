import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { add, call, listAll } from './call.ts';
import type { Item } from './call.ts';
import { startApi, stopApis } from './start-api.ts';
import type { Api } from './start-api.ts';
import { useMysql } from './use-mysql.ts';

describe('the sample API keeps a to-do list', () => {
  const mysql = useMysql();
  let api: Api;
  let name: string;

  before(async () => {
    const database = await mysql.createDatabase();
    api = await startApi(database);
    name = database.DB_NAME;
    await api.waitForLog('the tables are up to date');
  });
  beforeEach(() => mysql.asAdmin((admin) => admin.query('TRUNCATE ??.todo', [name])));
  after(stopApis);

  it('adds an item and tells where it is', async () => {
    const content = { title: 'Buy milk', note: 'two\nbottles', dueOn: '2026-02-28', done: true };
    const { status, headers, body } = await call(`${api.url}/todos`, 'POST', content);
    const item = body as Item;
    expect(status).to.equal(201);
    expect(item).to.deep.include(content);
    expect(headers.get('location')).to.equal(`/todos/${item.id}`);
    expect((await call(`${api.url}/todos/${item.id}`)).body).to.deep.equal(item);
  });

  it('fills in what an item does not say', async () => {
    const before = Date.now();
    const item = await add(api.url, { title: 'Buy milk' });
    const after = Date.now();
    expect(item).to.deep.include({ note: null, dueOn: null, done: false });
    expect(item.createdAt)
      .to.equal(item.updatedAt)
      .and.to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    // The server's clock may be another one.
    expect(Date.parse(item.createdAt)).to.be.within(before - 60_000, after + 60_000);
  });

  it('keeps every character of a text', async () => {
    const title = `ü 日本 👩‍👧 \\ ' " % _ ; -- <b> \${x} ${'😀'.repeat(150)}`;
    const note = 'tab\tline\r\nend ';
    const item = await add(api.url, { title, note });
    expect((await call(`${api.url}/todos/${item.id}`)).body).to.deep.include({ title, note });
  });

  it('changes only what a PATCH names', async () => {
    const item = await add(api.url, { title: 'Buy milk', note: 'fresh', dueOn: '2026-03-01' });
    const { status, body } = await call(`${api.url}/todos/${item.id}`, 'PATCH', { done: true, note: null });
    expect(status).to.equal(200);
    expect(body).to.deep.include({ ...item, done: true, note: null, updatedAt: (body as Item).updatedAt });
  });

  it('answers 200 to a PATCH that changes nothing', async () => {
    const item = await add(api.url, { title: 'Buy milk' });
    const { status, body } = await call(`${api.url}/todos/${item.id}`, 'PATCH', { title: 'Buy milk' });
    expect(status).to.equal(200);
    expect(body).to.deep.include({ title: 'Buy milk', createdAt: item.createdAt });
  });

  it('adds with PUT under the client’s id, and replaces the second time', async () => {
    const url = `${api.url}/todos/${randomUUID()}`;
    const first = await call(url, 'PUT', { title: 'Buy milk', note: 'fresh', done: true });
    const second = await call(url, 'PUT', { title: 'Buy bread' });
    expect([first.status, second.status]).to.deep.equal([201, 200]);
    expect(second.body).to.deep.include({ title: 'Buy bread', note: null, done: false });
    expect(await listAll(api.url)).to.deep.equal([second.body]);
  });

  it('deletes an item, and does not mind to be asked again', async () => {
    const item = await add(api.url, { title: 'Buy milk' });
    const url = `${api.url}/todos/${item.id}`;
    expect((await call(url, 'DELETE')).status).to.equal(204);
    expect((await call(url, 'DELETE')).status).to.equal(204);
    expect((await call(url)).status).to.equal(404);
    expect(await listAll(api.url)).to.deep.equal([]);
  });

  it('answers 404 for an item that is not there', async () => {
    const url = `${api.url}/todos/${randomUUID()}`;
    for (const { status, headers, body } of [await call(url), await call(url, 'PATCH', { done: true })]) {
      expect(status).to.equal(404);
      expect(headers.get('content-type')).to.match(/^application\/problem\+json/);
      expect(body).to.deep.include({
        status: 404,
        title: 'Not Found',
        detail: 'There is no item with this id.',
      });
    }
  });

  it('lists in the order of adding, each item on exactly one page', async () => {
    const added: Item[] = [];
    for (let number = 1; number <= 7; number++) added.push(await add(api.url, { title: `item ${number}` }));
    for (const limit of [1, 2, 3, 7, 8]) {
      expect(await listAll(api.url, `limit=${limit}`), `limit ${limit}`).to.deep.equal(added);
    }
    const { body } = await call(`${api.url}/todos?limit=7`);
    expect(body).to.deep.include({ nextCursor: null });
  });

  it('keeps its place when items come and go between two pages', async () => {
    const items = await Promise.all(['a', 'b', 'c', 'd'].map((title) => add(api.url, { title })));
    const [first, second] = await listAll(api.url);
    const page = (await call(`${api.url}/todos?limit=2`)).body as { items: Item[]; nextCursor: string };
    await call(`${api.url}/todos/${first?.id ?? ''}`, 'DELETE');
    await call(`${api.url}/todos/${second?.id ?? ''}`, 'DELETE');
    const late = await add(api.url, { title: 'late' });
    const rest = (await call(`${api.url}/todos?cursor=${page.nextCursor}`)).body as { items: Item[] };
    const seen = [...page.items, ...rest.items].map(({ id }) => id);
    expect(seen).to.have.members([...items.map(({ id }) => id), late.id]);
  });

  it('lists what is done, or what is not', async () => {
    for (const [title, done] of [
      ['a', true],
      ['b', false],
      ['c', true],
      ['d', false],
    ] as const) {
      await add(api.url, { title, done });
    }
    const titles = async (query: string) => (await listAll(api.url, query)).map(({ title }) => title);
    expect(await titles('done=true&limit=1')).to.deep.equal(['a', 'c']);
    expect(await titles('done=false')).to.deep.equal(['b', 'd']);
  });

  it('serves many clients at once', async () => {
    const items = await Promise.all(
      Array.from({ length: 150 }, (_, number) => add(api.url, { title: `item ${number}` })),
    );
    const listed = await listAll(api.url);
    expect(listed.map(({ id }) => id)).to.have.members(items.map(({ id }) => id));
  });
});
