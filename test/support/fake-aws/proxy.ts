import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { stop } from './identity-aws.ts';

/** A proxy that leads every connection to one local server, so that no name needs to exist. */
export interface Proxy {
  readonly port: number;
  /** `CONNECT sts.eu-west-1.amazonaws.com:443`, or `POST http://aws.invalid/`. */
  readonly requests: string[];
  /** The names and passwords that came with them. */
  readonly logins: string[];
  /** Answers every request with this status. */
  refusal: number | undefined;
  stop(): Promise<void>;
}

/** Tunnels go to the port; requests without a tunnel are answered by the listener. */
export async function startProxy(port: number, answer: RequestListener): Promise<Proxy> {
  const requests: string[] = [];
  const logins: string[] = [];
  const note = (method = '', url = '', login = '') => {
    requests.push(`${method} ${url}`);
    if (login !== '') logins.push(Buffer.from(login.replace('Basic ', ''), 'base64').toString());
  };
  const server = createServer((request, response) => {
    note(request.method, request.url, request.headers['proxy-authorization']);
    if (proxy.refusal === undefined) answer(request, response);
    else response.writeHead(proxy.refusal).end();
  });
  server.on('connect', (request, socket, head: Buffer) => {
    note('CONNECT', request.url, request.headers['proxy-authorization']);
    if (proxy.refusal !== undefined) {
      socket.end(`HTTP/1.1 ${proxy.refusal} Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    // Either side may go away first.
    for (const end of [socket, upstream]) end.on('error', () => end.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const proxy: Proxy = {
    port: (server.address() as AddressInfo).port,
    requests,
    logins,
    refusal: undefined,
    stop: () => stop(server),
  };
  return proxy;
}
