import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Answer } from '../../../templates/handlers/request.ts';

/** Plays CloudFormation where it waits for a custom resource's answer. */
export interface AnswerServer {
  /** A new presigned URL; its secret part is the signature. */
  readonly url: string;
  readonly signature: string;
  /** The answers that were accepted. */
  readonly received: { headers: IncomingHttpHeaders; bytes: Buffer; answer: Answer }[];
  /** HTTP statuses with which the next answers are refused; 0 closes the connection. */
  readonly refusals: number[];
  stop(): Promise<void>;
}

export async function startAnswerServer(): Promise<AnswerServer> {
  const received: AnswerServer['received'] = [];
  const refusals: number[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((bytes) => {
      const refusal = refusals.shift();
      if (refusal === 0) request.socket.destroy();
      else if (refusal !== undefined) response.writeHead(refusal).end();
      else {
        const { headers } = request;
        received.push({ headers, bytes, answer: JSON.parse(bytes.toString()) as Answer });
        response.writeHead(request.method === 'PUT' ? 200 : 405).end();
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const signature = 'c2lnbmF0dXJl';
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?Expires=1&Signature=${signature}`,
    signature,
    received,
    refusals,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
