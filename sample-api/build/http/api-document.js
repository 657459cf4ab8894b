import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
/** Made from the schemas of the routes that are added after it, so it can't differ from what the API does. */
export async function addApiDocument(app) {
    await app.register(swagger, {
        openapi: {
            openapi: '3.1.0',
            info: { title: 'To-do list', version: '1.0.0', description: 'A to-do list, kept in MySQL.' },
        },
        refResolver: { buildLocalReference: ({ $id }) => $id },
    });
    await app.register(swaggerUi, {
        routePrefix: '/docs',
        staticCSP: true,
        // The page must also work over plain HTTP, on one's own machine.
        transformStaticCSP: (header) => header.replace(/ *upgrade-insecure-requests;?/, ''),
    });
}
export function addDocumentRoutes(app) {
    app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
    app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/docs'));
}
//# sourceMappingURL=api-document.js.map