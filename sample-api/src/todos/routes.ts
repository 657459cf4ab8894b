import { randomUUID } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../database/open-database.ts';
import { Problem, problemResponses } from '../http/problems.ts';
import {
  todoChangesSchema,
  todoContentSchema,
  todoPageSchema,
  todoPathSchema,
  todoQuerySchema,
  todoSchema,
} from './schemas.ts';
import type { Todo, TodoPage } from './schemas.ts';
import { changeTodo, deleteTodo, listTodos, readTodo, saveTodo } from './statements.ts';

const tags = ['To-dos'];
const todoReply = Type.Unsafe<Todo>({ $ref: 'Todo#', description: 'The item' });
const pageReply = Type.Unsafe<TodoPage>({ $ref: 'TodoPage#', description: 'A page of items' });

export function addTodoRoutes(plain: FastifyInstance, database: Database): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(todoSchema);
  app.addSchema(todoPageSchema);

  app.get(
    '/todos',
    {
      schema: {
        operationId: 'listTodos',
        summary: 'List the items, oldest first, a page at a time',
        tags,
        querystring: todoQuerySchema,
        response: { 200: pageReply, ...problemResponses(400, 503) },
      },
    },
    async ({ query }) => database.run((connection) => listTodos(connection, query)),
  );

  app.post(
    '/todos',
    {
      schema: {
        operationId: 'addTodo',
        summary: 'Add an item',
        tags,
        body: todoContentSchema,
        response: { 201: todoReply, ...problemResponses(400, 413, 415, 503) },
      },
    },
    async ({ body }, reply) => {
      // Made once for all tries, so that a repeated try does not add a second item.
      const id = randomUUID();
      const { todo } = await database.run((connection) => saveTodo(connection, id, body));
      return reply.code(201).header('location', `/todos/${id}`).send(orNotFound(todo));
    },
  );

  app.get(
    '/todos/:id',
    {
      schema: {
        operationId: 'readTodo',
        summary: 'Read an item',
        tags,
        params: todoPathSchema,
        response: { 200: todoReply, ...problemResponses(400, 404, 503) },
      },
    },
    async ({ params: { id } }) => orNotFound(await database.run((connection) => readTodo(connection, id))),
  );

  app.put(
    '/todos/:id',
    {
      schema: {
        operationId: 'saveTodo',
        summary: 'Add an item under an id that you make, or replace it',
        description: 'Can be sent again without harm when its answer was lost.',
        tags,
        params: todoPathSchema,
        body: todoContentSchema,
        response: { 200: todoReply, 201: todoReply, ...problemResponses(400, 413, 415, 503) },
      },
    },
    async ({ params: { id }, body }, reply) => {
      const { added, todo } = await database.run((connection) => saveTodo(connection, id, body));
      return reply.code(added ? 201 : 200).send(orNotFound(todo));
    },
  );

  app.patch(
    '/todos/:id',
    {
      schema: {
        operationId: 'changeTodo',
        summary: 'Change some properties of an item',
        tags,
        params: todoPathSchema,
        body: todoChangesSchema,
        response: { 200: todoReply, ...problemResponses(400, 404, 413, 415, 503) },
      },
    },
    async ({ params: { id }, body }) =>
      orNotFound(await database.run((connection) => changeTodo(connection, id, body))),
  );

  app.delete(
    '/todos/:id',
    {
      schema: {
        operationId: 'deleteTodo',
        summary: 'Delete an item',
        description: 'Also succeeds when there is no such item any more.',
        tags,
        params: todoPathSchema,
        response: { 204: Type.Null({ description: 'It is gone' }), ...problemResponses(400, 503) },
      },
    },
    async ({ params: { id } }, reply) => {
      await database.run((connection) => deleteTodo(connection, id));
      return reply.code(204).send(null);
    },
  );
}

/** Also used after a write, when someone else may have deleted the item in the meantime. */
function orNotFound(todo: Todo | undefined): Todo {
  if (todo === undefined) throw new Problem(404, 'There is no item with this id.');
  return todo;
}
