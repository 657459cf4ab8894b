import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An error that calls get in place of an answer. */
export interface Fault {
  /** Matches the operation: `DescribeStacks`. */
  readonly at: RegExp;
  /** How many more calls it applies to. */
  times: number;
  readonly what: 'disconnect' | AwsRefusal | { readonly body: string };
}

interface AwsRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface FaultyAws {
  readonly url: string;
  readonly faults: Fault[];
  /** The operations of CloudFormation and AWS STS that were called, in order. */
  readonly calls: string[];
  /** Their parameters. */
  readonly requests: URLSearchParams[];
  stop(): Promise<void>;
}

/** A proxy in front of a local AWS that adds errors which that never has. */
export async function startFaultyAws(endpoint: string): Promise<FaultyAws> {
  const faults: Fault[] = [];
  const calls: string[] = [];
  const requests: URLSearchParams[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const parameters = new URLSearchParams(body);
    const operation = parameters.get('Action') ?? '';
    if (operation !== '') {
      calls.push(operation);
      requests.push(parameters);
    }
    const fault = faults.find(({ at, times }) => times > 0 && at.test(operation));
    if (!fault) {
      forward(request, body, response);
      return;
    }
    fault.times -= 1;
    if (fault.what === 'disconnect') request.socket.destroy();
    else if ('body' in fault.what) response.end(fault.what.body);
    else response.writeHead(fault.what.status).end(renderError(fault.what));
  }

  function forward({ url, method, headers }: IncomingMessage, body: string, response: ServerResponse): void {
    const onward = send(new URL(url ?? '/', endpoint), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  }

  const server = createServer((request, response) => void serve(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    calls,
    requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function renderError({ code, message }: AwsRefusal): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}
