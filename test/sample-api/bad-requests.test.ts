import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { until } from '../support/until.ts';
import { add, call, listAll } from './call.ts';
import type { DatabaseVariables } from './create-database.ts';
import { sendRaw } from './send-raw.ts';
import { startApi, stopApis } from './start-api.ts';
import type { Api } from './start-api.ts';
import { useMysql } from './use-mysql.ts';

interface Refusal {
  readonly title: string;
  readonly path?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly object[];
}

const item = `/todos/${randomUUID()}`;
const unfit = 'The request does not fit the API; "errors" says where.';
const notText = 'must not have control characters';
const notLine = 'must be one line with something to read in it';
const notDate = 'must be a date like 2026-03-31';

function inBody(title: string, body: unknown, ...errors: readonly [name: string, detail: string][]): Refusal {
  const found = errors.map(([name, detail]) => ({ in: 'body', ...(name && { name }), detail }));
  return { title, body, status: 400, detail: unfit, errors: found };
}

function inQuery(title: string, query: string, name: string, detail: string): Refusal {
  const errors = [{ in: 'query', name, detail }];
  return { title, path: `/todos?${query}`, method: 'GET', status: 400, detail: unfit, errors };
}

const refusals: readonly Refusal[] = [
  inBody('no title', {}, ['title', 'is required']),
  inBody('an empty title', { title: '' }, ['title', 'must not be empty']),
  inBody('a blank title', { title: ' \u3000 ' }, ['title', notLine]),
  inBody('a title of two lines', { title: 'a\nb' }, ['title', notLine]),
  inBody('half a character in a title', '{"title":"\\ud800"}', ['title', notLine]),
  inBody('a title that is too long', { title: 'x'.repeat(201) }, [
    'title',
    'must have at most 200 characters',
  ]),
  inBody('a number as title', { title: 1 }, ['title', 'must be a string']),
  inBody('null as title', { title: null }, ['title', 'must be a string']),
  inBody('an object as title', { title: { toString: 'x' } }, ['title', 'must be a string']),
  inBody('a NUL in a note', { title: 'a', note: 'a\0b' }, ['note', notText]),
  inBody('a list as note', { title: 'a', note: ['b'] }, ['note', 'must be a string or null']),
  inBody('a text as done', { title: 'a', done: 'true' }, ['done', 'must be true or false']),
  inBody('a day that no calendar has', { title: 'a', dueOn: '2026-02-29' }, ['dueOn', notDate]),
  inBody('a time as day', { title: 'a', dueOn: '2026-02-28T00:00:00Z' }, ['dueOn', notDate]),
  inBody('an empty day', { title: 'a', dueOn: '' }, ['dueOn', notDate]),
  inBody('a property that is not known', { title: 'a', id: 'x' }, ['id', 'is not known here']),
  inBody(
    'several mistakes at once',
    { titel: 'a', done: 1 },
    ['title', 'is required'],
    ['titel', 'is not known here'],
    ['done', 'must be true or false'],
  ),
  inBody('a list as body', [], ['', 'must be an object']),
  inBody('null as body', 'null', ['', 'must be an object']),
  {
    ...inBody('a PATCH without a change', {}, ['', 'must have something to change']),
    path: item,
    method: 'PATCH',
  },
  { ...inBody('a PATCH of the id', { id: 'x' }, ['id', 'is not known here']), path: item, method: 'PATCH' },
  { ...inBody('a PUT without a title', { done: true }, ['title', 'is required']), path: item, method: 'PUT' },
  inQuery('a page of no items', 'limit=0', 'limit', 'must be at least 1'),
  inQuery('a page that is too long', 'limit=101', 'limit', 'must be at most 100'),
  inQuery('a fraction as limit', 'limit=1.5', 'limit', 'must be a whole number'),
  inQuery('a word as done', 'done=maybe', 'done', 'must be true or false'),
  inQuery(
    'a cursor that nobody gave out',
    'cursor=MQ%3D%3D',
    'cursor',
    'must be a "nextCursor" that this API gave out',
  ),
  inQuery(
    'a cursor with SQL in it',
    `cursor=${Buffer.from('1 OR 1=1').toString('base64url')}`,
    'cursor',
    'must be a "nextCursor" that this API gave out',
  ),
  inQuery('a parameter that is not known', 'sort=title', 'sort', 'is not known here'),
  {
    title: 'an id that is none',
    path: "/todos/1'%20OR%20'1'='1",
    method: 'GET',
    status: 400,
    detail: unfit,
    errors: [{ in: 'path', name: 'id', detail: 'must be a UUID in lower case' }],
  },
  { title: 'JSON that breaks off', body: '{"title":', status: 400, detail: 'The body is not JSON.' },
  { title: 'an empty body', body: '', status: 400, detail: 'The body is empty.' },
  { title: 'a poisoned prototype', body: '{"title":"a","__proto__":{"done":true}}', status: 400 },
  {
    title: 'a body that is too large',
    body: { title: 'a', note: 'x'.repeat(65_536) },
    status: 413,
    detail: 'The body is too large.',
  },
  {
    title: 'a body that is not JSON',
    body: 'title=a',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    detail: 'The body must be JSON, with "content-type: application/json".',
  },
  { title: 'text as body', body: '{"title":"a"}', headers: { 'content-type': 'text/plain' }, status: 415 },
  {
    title: 'an unknown path',
    path: '/nothing',
    method: 'GET',
    status: 404,
    detail: 'There is nothing at this path.',
  },
  { title: 'a broken escape', path: '/todos/%zz', method: 'GET', status: 400 },
  {
    title: 'a method that a path lacks',
    method: 'DELETE',
    status: 405,
    detail: 'This path does not take DELETE.',
  },
];

describe('the sample API refuses what does not fit', () => {
  const mysql = useMysql();
  let database: DatabaseVariables;
  let api: Api;

  before(async () => {
    database = await mysql.createDatabase();
    api = await startApi(database);
  });
  after(stopApis);

  for (const { title, path = '/todos', method = 'POST', body, headers, status, detail, errors } of refusals) {
    it(`${status} for ${title}`, async () => {
      const answer = await call(`${api.url}${path}`, method, body, headers);
      const problem = answer.body as { detail: string; errors?: object[]; requestId: string };
      expect(answer.status).to.equal(status);
      expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
      expect(problem).to.include({ type: 'about:blank', status });
      expect(problem.requestId).to.match(/^[\da-f-]{36}$/);
      if (detail !== undefined) expect(problem.detail).to.equal(detail);
      if (errors) expect(problem.errors).to.have.deep.members([...errors]);
      else expect(problem).not.to.have.property('errors');
    });
  }

  it('tells which methods a path takes', async () => {
    expect((await call(`${api.url}/todos`, 'PUT')).headers.get('allow')).to.equal('GET, HEAD, POST');
    expect((await call(`${api.url}${item}`, 'POST')).headers.get('allow')).to.equal(
      'GET, HEAD, PUT, PATCH, DELETE',
    );
  });

  it('answers with a problem to what is no HTTP at all', async () => {
    const answer = await sendRaw(api.url, 'hello there\r\n\r\n');
    expect(answer)
      .to.match(/^HTTP\/1\.1 400 Bad Request\r\n/)
      .and.include('application/problem+json');
  });

  it('answers with a problem to headers that are too long', async () => {
    const answer = await sendRaw(api.url, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer)
      .to.match(/^HTTP\/1\.1 431 /)
      .and.include('application/problem+json');
  });

  it('takes SQL in a text for a text', async () => {
    const attempts = [
      "'); DROP TABLE todo; -- ",
      "' OR '1'='1",
      "\\'; DELETE FROM todo; -- ",
      '" OR ""="',
      '`; TRUNCATE todo; `',
      "x', (SELECT CURRENT_USER()), NULL) -- ",
      '%_\\%',
      '\u02bc OR 1=1',
    ];
    const items = await Promise.all(attempts.map((title) => add(api.url, { title, note: title })));
    await Promise.all(
      items.map(({ id, title }) => call(`${api.url}/todos/${id}`, 'PATCH', { note: `${title} again` })),
    );
    const listed = await listAll(api.url);
    expect(listed.map(({ title, note }) => ({ title, note }))).to.have.deep.members(
      attempts.map((title) => ({ title, note: `${title} again` })),
    );
  });

  it('is left unharmed by all of this', async () => {
    expect(api.isRunning()).to.equal(true);
    await until('the API is ready', async () => (await call(`${api.url}/readyz`)).status === 200);
    expect(api.log.filter(({ level }) => level === 'error' || level === 'fatal')).to.deep.equal([]);
  });
});
