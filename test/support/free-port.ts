import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below those that a system gives to whoever asks for any, and to connections that go out. */
const range = [20_000, 32_000] as const;

/**
 * A port of the loopback interface for a server that can't choose one itself. It stays the caller's as long as this
 * process lives, also while the server is down: the system gives it to nobody, and no other call hands it out.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...range);
    if ((await reserve(port)) && (await isFree(port))) return port;
  }
}

/** By the UDP port of the same number, which keeps nobody from the TCP port. */
function reserve(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = createSocket('udp4').unref();
    socket.once('error', () => {
      settle(false);
    });
    socket.bind(port, '127.0.0.1', () => {
      settle(true);
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', () => {
      settle(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        settle(true);
      });
    });
  });
}
