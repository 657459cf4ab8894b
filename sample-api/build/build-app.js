import { randomUUID } from 'node:crypto';
import { fastify, LogController } from 'fastify';
import { addApiDocument, addDocumentRoutes } from "./http/api-document.js";
import { addHealthRoutes } from "./http/health.js";
import { refuseOtherMethods } from "./http/methods.js";
import { problemSchema, refuseConnection, replyNotFound, replyWithProblem } from "./http/problems.js";
import { buildValidatorCompiler } from "./http/validation.js";
import { addTodoRoutes } from "./todos/routes.js";
const bodyLimit = 64 * 1024;
/** For the whole request to arrive. */
const requestTimeout = 30_000;
export async function buildApp(database, log, stopping) {
    const app = fastify({
        loggerInstance: log,
        logController: new LogController({ disableRequestLogging: true }),
        genReqId: () => randomUUID(),
        bodyLimit,
        requestTimeout,
        // On a kept-alive connection, the last requests are served, not refused, while the process stops.
        return503OnClosing: false,
        frameworkErrors: (error, request, reply) => void replyWithProblem(error, request, reply),
        clientErrorHandler: refuseConnection,
    });
    app.setErrorHandler(replyWithProblem);
    app.setValidatorCompiler(buildValidatorCompiler());
    app.setNotFoundHandler(replyNotFound);
    app.removeContentTypeParser('text/plain');
    app.addSchema(problemSchema);
    app.addHook('onSend', async (_, reply) => {
        reply.header('x-content-type-options', 'nosniff');
        // Else the server would wait for the client to hang up.
        if (false)
            reply.header('connection', 'close');
        if (!reply.hasHeader('cache-control'))
            reply.header('cache-control', 'no-store');
    });
    app.addHook('onResponse', async ({ log, method, url }, reply) => {
        const milliseconds = Math.round(reply.elapsedTime);
        log.info({ method, path: url.split('?', 1)[0], status: reply.statusCode, milliseconds }, 'request');
    });
    await addApiDocument(app);
    const finishRoutes = refuseOtherMethods(app);
    addDocumentRoutes(app);
    addHealthRoutes(app, database);
    addTodoRoutes(app, database);
    finishRoutes();
    return app;
}
//# sourceMappingURL=build-app.js.map