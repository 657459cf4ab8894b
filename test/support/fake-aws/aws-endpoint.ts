import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An error as an AWS API answers it. */
export class AwsError extends Error {
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** An error that an endpoint simulates, and how often. */
export interface Fault {
  /** Matched with the operation and its input in JSON; every call when left out. */
  readonly at?: RegExp;
  /** Default: once. */
  times?: number;
  /** The call is carried out before it fails. */
  readonly isLate?: boolean;
  readonly what: AwsError | 'hang' | 'disconnect';
}

export interface AwsEndpoint {
  readonly url: string;
  /** The calls that came in, failed ones too: the operation and its input in JSON. */
  readonly calls: string[];
  /** The first one that matches a call applies. */
  readonly faults: Fault[];
  stop(): Promise<void>;
}

/** Serves AWS's JSON protocols: the operation's name is in a header, or else it is the path. */
export async function startAwsEndpoint(
  handle: (operation: string, input: Record<string, unknown>) => object | Promise<object>,
): Promise<AwsEndpoint> {
  const calls: string[] = [];
  const faults: Fault[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = readOperation(request);
    const input = JSON.parse(await text(request)) as Record<string, unknown>;
    const call = `${operation} ${JSON.stringify(input)}`;
    calls.push(call);
    const fault = takeFault(faults, call);
    try {
      if (fault?.isLate) await handle(operation, input);
      if (fault?.what === 'hang') return;
      if (fault?.what === 'disconnect') {
        request.socket.destroy();
        return;
      }
      if (fault) throw fault.what;
      answer(response, 200, await handle(operation, input));
    } catch (error) {
      const { name, message } = error as Error;
      if (error instanceof AwsError) response.setHeader('x-amzn-errortype', name);
      answer(response, error instanceof AwsError ? error.status : 500, { __type: name, message });
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    faults,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function readOperation({ headers, url = '' }: IncomingMessage): string {
  const [, operation] = String(headers['x-amz-target'] ?? '').split('.');
  return operation ?? url.slice(1);
}

function takeFault(faults: Fault[], call: string): Fault | undefined {
  const index = faults.findIndex(({ at }) => !at || at.test(call));
  const fault = faults[index];
  if (!fault) return undefined;
  fault.times = (fault.times ?? 1) - 1;
  if (fault.times <= 0) faults.splice(index, 1);
  return fault;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}
