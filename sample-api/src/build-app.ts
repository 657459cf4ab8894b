import { randomUUID } from 'node:crypto';
import { fastify, LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Database } from './database/open-database.ts';
import { addApiDocument, addDocumentRoutes } from './http/api-document.ts';
import { addHealthRoutes } from './http/health.ts';
import { refuseOtherMethods } from './http/methods.ts';
import { problemSchema, refuseConnection, replyNotFound, replyWithProblem } from './http/problems.ts';
import { buildValidatorCompiler } from './http/validation.ts';
import { addTodoRoutes } from './todos/routes.ts';

const bodyLimit = 64 * 1024;
/** How long a whole request may take to arrive, in milliseconds. */
const requestTimeout = 30_000;

export async function buildApp(
  database: Database,
  log: FastifyBaseLogger,
  stopping: AbortSignal,
): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit,
    requestTimeout,
    // While the process stops, the last requests on kept-alive connections are served, not refused.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void replyWithProblem(error, request, reply),
    clientErrorHandler: refuseConnection,
  });
  app.setErrorHandler(replyWithProblem);
  app.setValidatorCompiler(buildValidatorCompiler());
  app.setNotFoundHandler(replyNotFound);
  app.removeContentTypeParser('text/plain');
  app.addSchema(problemSchema);

  app.addHook('onSend', (_, reply, _payload, done) => {
    reply.header('x-content-type-options', 'nosniff');
    // Otherwise the server would wait until the client closes the connection.
    if (stopping.aborted) reply.header('connection', 'close');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done();
  });
  app.addHook('onResponse', ({ log, method, url }, reply, done) => {
    const milliseconds = Math.round(reply.elapsedTime);
    log.info({ method, path: url.split('?', 1)[0], status: reply.statusCode, milliseconds }, 'request');
    done();
  });

  await addApiDocument(app);
  const finishRoutes = refuseOtherMethods(app);
  addDocumentRoutes(app);
  addHealthRoutes(app, database);
  addTodoRoutes(app, database);
  finishRoutes();
  return app;
}
