import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { add, call } from './call.ts';
import type { Answer } from './call.ts';
import { startApi, stopApis } from './start-api.ts';
import type { Api } from './start-api.ts';
import { useMysql } from './use-mysql.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { content?: Record<string, object> }>;
}
interface ApiDocument {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

const absent = '00000000-0000-4000-8000-000000000000';

describe('the sample API describes itself', () => {
  const mysql = useMysql();
  let api: Api;
  let document: ApiDocument;

  before(async () => {
    api = await startApi(await mysql.createDatabase());
    document = (await call(`${api.url}/openapi.json`)).body as ApiDocument;
  });
  after(stopApis);

  it('in an OpenAPI document that is valid', async () => {
    // On several lines, since the validator takes a single one for a file's name.
    const { valid, errors } = await new Validator().validate(JSON.stringify(document, null, 2));
    expect(valid, JSON.stringify(errors)).to.equal(true);
    expect(document.openapi).to.equal('3.1.0');
  });

  it('completely: each path refuses the methods that the document lacks', async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
        if (method in operations) continue;
        const { status } = await call(`${api.url}${path.replace('{id}', absent)}`, method.toUpperCase());
        expect(status, `${method} ${path}`).to.equal(405);
      }
    }
  });

  it('truly: each operation answers as the document says', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'document', ...document });
    const item = await add(api.url, { title: 'Buy milk' });
    const seen = new Set<string>();

    async function check(operationId: string, answer: Promise<Answer>): Promise<void> {
      const { path, method } = find(operationId);
      const { status, headers, body } = await answer;
      const response = document.paths[path]?.[method]?.responses[status];
      expect(response, `${operationId} ${status}`).to.be.an('object');
      seen.add(operationId);
      const type = headers.get('content-type')?.split(';', 1)[0] ?? '';
      if (status === 204) return;
      expect(response?.content, `${operationId} ${status}`).to.have.property(type);
      const escape = (step: string) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
      const pointer = ['paths', path, method, 'responses', String(status), 'content', type, 'schema'];
      const fits = ajv.validate({ $ref: `document#/${pointer.map(escape).join('/')}` }, body);
      expect(fits, `${operationId} ${status}: ${ajv.errorsText()}`).to.equal(true);
    }
    function find(operationId: string): { path: string; method: string } {
      for (const [path, operations] of Object.entries(document.paths)) {
        for (const [method, operation] of Object.entries(operations)) {
          if (operation.operationId === operationId) return { path, method };
        }
      }
      throw new Error(`the document lacks ${operationId}`);
    }

    const todos = `${api.url}/todos`;
    await check('isAlive', call(`${api.url}/healthz`));
    await check('isReady', call(`${api.url}/readyz`));
    await check('listTodos', call(`${todos}?limit=1`));
    await check('listTodos', call(`${todos}?limit=0`));
    await check('addTodo', call(todos, 'POST', { title: 'Buy bread' }));
    await check('addTodo', call(todos, 'POST', {}));
    await check('addTodo', call(todos, 'POST', { title: 'x'.repeat(70_000) }));
    await check('addTodo', call(todos, 'POST', 'x', { 'content-type': 'text/plain' }));
    await check('readTodo', call(`${todos}/${item.id}`));
    await check('readTodo', call(`${todos}/${absent}`));
    await check('readTodo', call(`${todos}/x`));
    await check('saveTodo', call(`${todos}/${item.id}`, 'PUT', { title: 'Buy milk' }));
    await check('changeTodo', call(`${todos}/${item.id}`, 'PATCH', { done: true }));
    await check('changeTodo', call(`${todos}/${absent}`, 'PATCH', { done: true }));
    await check('deleteTodo', call(`${todos}/${item.id}`, 'DELETE'));
    await check('saveTodo', call(`${todos}/${item.id}`, 'PUT', { title: 'Buy milk' }));
    const documented = Object.values(document.paths).flatMap((operations) => Object.values(operations));
    expect([...seen]).to.have.members(documented.map(({ operationId }) => operationId));
  });

  it('on a page for people, which needs nothing from elsewhere', async () => {
    const start = await call(`${api.url}/`);
    expect(start.headers.get('location')).to.equal('/docs');
    const page = await call(`${api.url}/docs/`);
    expect(page.status).to.equal(200);
    const assets = [...(page.body as string).matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    expect(assets).to.have.length.above(3);
    for (const asset of assets) {
      expect(asset).to.match(/^\.\//);
      expect((await call(new URL(asset, `${api.url}/docs/`).href)).status, asset).to.equal(200);
    }
  });
});
