import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to the database on which the network's faults can be played. */
export interface Proxy {
  readonly port: number;
  /** From now on, nothing moves on the connections that are there, as when a host is gone; new ones work. */
  freeze(): void;
  /** The next thing that the server says is lost, and the connection with it. */
  loseNextAnswer(): void;
  /** How many answers were lost. */
  readonly lost: () => number;
  close(): Promise<void>;
}

export async function startProxy(target: { readonly host: string; readonly port: number }): Promise<Proxy> {
  const pairs = new Set<readonly [client: Socket, upstream: Socket]>();
  let losing = false;
  let lost = 0;

  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      pair.forEach((socket) => socket.destroy());
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    client.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => {
      if (!losing) {
        client.write(data);
        return;
      }
      losing = false;
      lost += 1;
      end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      for (const socket of [...pairs].flat()) socket.removeAllListeners('data').pause();
    },
    loseNextAnswer: () => {
      losing = true;
    },
    lost: () => lost,
    close: async () => {
      server.close();
      for (const socket of [...pairs].flat()) socket.destroy();
      await once(server, 'close');
    },
  };
}
