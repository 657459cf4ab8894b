import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { DatabaseUnavailable } from '../database/faults.ts';
import { findMistakes } from './validation.ts';
import type { Mistake } from './validation.ts';

/** An error that is reported to the client: https://www.rfc-editor.org/rfc/rfc9457 */
export class Problem extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

export const problemType = 'application/problem+json';

export const problemSchema = Type.Object(
  {
    type: Type.Literal('about:blank'),
    title: Type.String({ description: 'What the status code means' }),
    status: Type.Integer(),
    detail: Type.String({ description: 'What is wrong with this request' }),
    requestId: Type.String({ description: 'The name of this request in the logs' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          in: Type.String({ description: 'body, query, path or headers' }),
          name: Type.Optional(Type.String({ description: 'The property or parameter' })),
          detail: Type.String(),
        }),
      ),
    ),
  },
  { $id: 'Problem' },
);

/** The response schemas of the problems that a route may answer with, by their status. */
export function problemResponses(...statuses: readonly number[]): Record<number, object> {
  const content = { [problemType]: { schema: { $ref: 'Problem#' } } };
  return Object.fromEntries(
    statuses.map((status) => [status, { description: STATUS_CODES[status], content }]),
  );
}

/** The problem's detail for each of the framework's own errors. */
const details: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: 'The path has a "%" that is not part of an escape.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not JSON.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body must be JSON, with "content-type: application/json".',
};

export function replyWithProblem(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { problem, mistakes } = toProblem(error);
  if (problem.status === 503) request.log.warn({ err: error }, 'request given up');
  else if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  const body = {
    type: 'about:blank',
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    requestId: request.id,
    ...(mistakes && { errors: mistakes }),
  };
  return reply.code(problem.status).headers(problem.headers).type(problemType).send(JSON.stringify(body));
}

function toProblem(error: FastifyError): { problem: Problem; mistakes?: Mistake[] } {
  if (error instanceof Problem) return { problem: error };
  if (error instanceof DatabaseUnavailable) {
    const detail = 'The database can not be used at the moment. Try again in a few seconds.';
    return { problem: new Problem(503, detail, { 'retry-after': '5' }) };
  }
  if (error.validation) {
    const detail = 'The request does not fit the API; "errors" says where.';
    return { problem: new Problem(400, detail), mistakes: findMistakes(error) };
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500)
    return { problem: new Problem(status, details[error.code] ?? `${error.message}.`) };
  return {
    problem: new Problem(500, 'Something went wrong in the API. The logs tell more under "requestId".'),
  };
}

export function replyNotFound(): never {
  throw new Problem(404, 'There is nothing at this path.');
}

/** Answers what can't become a request: not HTTP, too long, or too slow. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const statuses: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };
  const status = statuses[error.code ?? ''] ?? 400;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: 'This can not be read as an HTTP request.',
  });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${body.length}`,
  ];
  socket.end([...head, 'Connection: close', '', body].join('\r\n'));
}
