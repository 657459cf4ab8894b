import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Transform } from 'node:stream';
import { startProxy } from './proxy.ts';
import type { Registry } from './registry.ts';

/** What is done with a request in place of what the registry would do. */
export type Interference =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The connection ends after so many bytes of the answer. */
  | { readonly breakAfter: number }
  /** The first byte of the answer is another one. */
  | { readonly falsify: true }
  /** The registry gets the request, and archc this status and text instead of the answer. */
  | { readonly answered: number; readonly body: string }
  /** The registry gets the request without its query. */
  | { readonly withoutQuery: true }
  /** Called when the request is there; it gets no answer. */
  | { readonly hold: () => void };

export interface Asked {
  readonly method: string;
  readonly host: string;
  /** With its query. */
  readonly path: string;
  readonly authorization: string | undefined;
}

/**
 * A server in front of a registry that answers to every name of ECR as ECR does: the content of a layer is on S3, to which
 * it redirects, and S3 refuses a login.
 */
export interface RegistryFront {
  /** Variables with which archc reaches it. */
  readonly shell: Readonly<Record<string, string>>;
  /** Every request, in order. */
  readonly asked: readonly Asked[];
  /** The next answer to a request that matches `METHOD path`. */
  interfere(request: RegExp, how: Interference): void;
  /** Forgets the interferences that are left. */
  forget(): void;
  stop(): Promise<void>;
}

const bucket = 'layers.s3.amazonaws.com';

export async function startRegistryFront(registry: Registry): Promise<RegistryFront> {
  const [key, cert] = await Promise.all([readFile(registry.tls.key), readFile(registry.tls.certificate)]);
  const asked: Asked[] = [];
  const planned: { readonly request: RegExp; readonly how: Interference }[] = [];

  const server = createServer({ key, cert }, (incoming, answer) => {
    const { method = '', url: path = '', headers } = incoming;
    const { host = '', authorization } = headers;
    asked.push({ method, host, path, authorization });
    const index = planned.findIndex((each) => each.request.test(`${method} ${path}`));
    const [plan] = index === -1 ? [] : planned.splice(index, 1);
    const how = plan?.how;
    if (how && 'status' in how) {
      answer.writeHead(how.status, how.headers).end(how.body);
      return;
    }
    if (how && 'hold' in how) {
      how.hold();
      return;
    }
    if (host === bucket && authorization !== undefined) {
      answer.writeHead(400).end('Only one auth mechanism allowed');
      return;
    }
    const isLayer = /\/blobs\/sha256:/.test(path);
    if (method === 'GET' && isLayer && host !== bucket) {
      const location = `https://${bucket}${path}?X-Amz-Signature=1`;
      answer.writeHead(307, { location, 'content-type': 'text/html' }).end('<a>moved</a>');
      return;
    }
    forward(incoming, answer, how);
  });

  function forward(incoming: IncomingMessage, answer: ServerResponse, how?: Interference): void {
    const { method, url = '', headers } = incoming;
    const path = how && 'withoutQuery' in how ? url.replace(/\?.*/, '') : url;
    const [host, port] = registry.host.split(':');
    const login = `Basic ${Buffer.from(`AWS:${registry.password}`).toString('base64')}`;
    // S3 knows no login of the registry, which serves its layers here.
    const authorization = headers.host === bucket ? login : headers.authorization;
    const sent = request(
      { host, port, method, path, ca: cert, agent: false, headers: { ...headers, authorization } },
      (response) => {
        if (how && 'answered' in how) {
          response.resume();
          answer.writeHead(how.answered).end(how.body);
          return;
        }
        answer.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(changing(how, answer)).pipe(answer);
      },
    );
    sent.on('error', () => answer.destroy());
    incoming.on('error', () => sent.destroy());
    incoming.pipe(sent);
  }

  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await startProxy((name) =>
    name.endsWith('.amazonaws.com') ? `127.0.0.1:${port}` : undefined,
  );
  return {
    shell: { HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: registry.tls.certificate },
    asked,
    interfere: (request, how) => {
      planned.push({ request, how });
    },
    forget: () => {
      planned.length = 0;
    },
    stop: async () => {
      await proxy.stop();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function changing(how: Interference | undefined, answer: ServerResponse): Transform {
  let seen = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      if (how && 'breakAfter' in how && seen + part.length > how.breakAfter) {
        answer.write(part.subarray(0, how.breakAfter - seen), () => answer.destroy());
        return;
      }
      const isFirst = seen === 0;
      seen += part.length;
      if (how && 'falsify' in how && isFirst) part[0] = (part[0] ?? 0) ^ 1;
      done(null, part);
    },
  });
}
