import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A proxy for HTTPS on the loopback interface. */
export interface Proxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** Leads each name to where `lookUp` says, as `host:port`, and every other connection to where it wants to go. */
export async function startProxy(lookUp: (name: string) => string | undefined): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connect', ({ url = '' }, client: Socket, head: Buffer) => {
    const target = new URL(`tcp://${url}`);
    const place = new URL(`tcp://${lookUp(target.hostname) ?? url}`);
    const upstream = connect(Number(place.port), place.hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => {
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
