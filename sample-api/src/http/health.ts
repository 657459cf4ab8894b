import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../database/open-database.ts';
import { problemResponses } from './problems.ts';

const status = Type.Object({ status: Type.Literal('ok') }, { description: 'Yes' });
const tags = ['Health'];

/** Only /readyz asks about the database: this process need not be restarted when the database is unavailable. */
export function addHealthRoutes(plain: FastifyInstance, database: Database): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>();
  app.get(
    '/healthz',
    {
      logLevel: 'error',
      schema: {
        operationId: 'isAlive',
        summary: 'Whether the process works',
        tags,
        response: { 200: status },
      },
    },
    () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      logLevel: 'error',
      schema: {
        operationId: 'isReady',
        summary: 'Whether requests can be served: the database answers and its tables are up to date',
        tags,
        response: { 200: status, ...problemResponses(503) },
      },
    },
    async () => {
      await database.check();
      return { status: 'ok' as const };
    },
  );
}
