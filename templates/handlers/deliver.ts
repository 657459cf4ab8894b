import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from './request.ts';

/** Rejects when CloudFormation can't be reached; a minute later Lambda delivers the event again. */
export async function deliver(url: string, answer: Answer): Promise<void> {
  const body = Buffer.from(JSON.stringify(answer));
  // The URL is signed for an empty content type.
  const headers = { 'content-type': '' };
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    try {
      const response = await fetch(url, { method: 'PUT', headers, body, signal: AbortSignal.timeout(5_000) });
      if (response.ok) return;
      console.log(`CloudFormation refused the answer: ${response.status}`);
    } catch (error) {
      // Not the message, which may contain the URL.
      console.log(`CloudFormation was not reached: ${error instanceof Error ? error.name : ''}`);
    }
    await wait(100 * 2 ** attempt);
  }
  throw new Error('CloudFormation could not be answered');
}
