import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** Made from the schemas of the routes that are added after it, so it can't differ from what the API does. */
export async function addApiDocument(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'To-do list', version: '1.0.0', description: 'A to-do list, kept in MySQL.' },
    },
    refResolver: { buildLocalReference: ({ $id }) => $id as string },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    // The page must also work over plain HTTP, on one's own machine.
    transformStaticCSP: (header) => header.replace(/ *upgrade-insecure-requests;?/, ''),
  });
}

export function addDocumentRoutes(app: FastifyInstance): void {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/docs'));
}
