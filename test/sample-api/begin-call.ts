import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request that the API has begun to serve. */
export interface BegunCall {
  /** Sends the body, if there is one; resolves to the answer. */
  finish(): Promise<{ readonly status: number | undefined; readonly body: string }>;
}

/** Resolves when the API has the head of the request: it says "continue" to a client that asks for that. */
export async function beginCall(url: string, method = 'GET', content?: object): Promise<BegunCall> {
  const body = content === undefined ? '' : JSON.stringify(content);
  const type = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const headers = { expect: '100-continue', ...(content !== undefined && type) };
  const sent = request(url, { method, headers, agent: false });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  // Whoever awaits it finds the error.
  answered.catch(() => undefined);
  await once(sent, 'continue');
  return {
    finish: async () => {
      sent.end(body);
      const [response] = await answered;
      return { status: response.statusCode, body: await text(response) };
    },
  };
}
