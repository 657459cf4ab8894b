import { miniStackAccount, miniStackRegion } from './mini-stack.ts';
import type { MiniStack } from './mini-stack.ts';

/**
 * Calls a service of a local AWS for which no SDK client is installed. The signature is not checked; its scope names
 * the service.
 */
export async function callAws(
  { endpoint }: MiniStack,
  service: string,
  path: string,
  init?: { readonly target: string; readonly input: object },
): Promise<string> {
  const scope = `${miniStackAccount}/20260101/${miniStackRegion}/${service}/aws4_request`;
  const response = await fetch(endpoint + path, {
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      ...(init && { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': init.target }),
    },
    ...(init && { method: 'POST', body: JSON.stringify(init.input) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} answered ${response.status}: ${text}`);
  return text;
}
