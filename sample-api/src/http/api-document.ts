import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

const title = 'To-do list';

/**
 * Adds the OpenAPI document. It is made from the schemas of the routes that are added afterwards, so it can't differ
 * from what the API does.
 */
export async function addApiDocument(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version: '1.0.0', description: 'A to-do list, kept in MySQL.' },
      tags: [{ name: 'To-dos' }, { name: 'Health' }],
    },
    refResolver: { buildLocalReference: ({ $id }) => $id as string },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title },
    staticCSP: true,
    // The page must also work over plain HTTP, on a developer's machine.
    transformStaticCSP: (header) => header.replace(/ *upgrade-insecure-requests;?/, ''),
  });
}

export function addDocumentRoutes(app: FastifyInstance): void {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/docs'));
}
