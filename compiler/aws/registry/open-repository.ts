import type { Readable } from 'node:stream';
import { AwsFailure, explainAwsError } from '../failure.ts';
import type { RegistryLogin } from '../images.ts';
import type { EcrImage } from '../model.ts';
import type { RequestHandler } from '../request-handler.ts';
import type { RegistryAnswer, RegistryRequest, Repository } from './model.ts';

const mostRedirects = 5;
const redirects = [301, 302, 303, 307, 308];
/** The longest part of an error's text that is read. */
const longestError = 16_384;

/**
 * The image's repository, which is asked by the protocol of the Open Container Initiative:
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export function openRepository(
  { account, region, repository: name }: EcrImage,
  { authorization, requestHandler }: RegistryLogin,
): Repository {
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`;

  async function ask(request: RegistryRequest, url: URL): Promise<RegistryAnswer> {
    // What the registry redirects to has its own rights in the URL, and refuses a second login:
    // https://github.com/open-policy-agent/opa/issues/6580
    const login = url.host === host ? { authorization } : {};
    const { response } = await requestHandler.handle(
      asOutgoing(url, { ...request, headers: { ...request.headers, ...login, host: url.host } }),
      { abortSignal: request.signal },
    );
    const { statusCode: status, headers } = response;
    return { status, headers, url, body: response.body as Readable };
  }

  async function follow(request: RegistryRequest): Promise<RegistryAnswer> {
    let url = new URL(request.to, `https://${host}/v2/${name}/`);
    for (let left = mostRedirects; ; left -= 1) {
      const answer = await ask(request, url);
      const next = answer.headers['location'];
      const isRedirect = request.method === 'GET' && redirects.includes(answer.status);
      if (!isRedirect || next === undefined || left === 0) return answer;
      answer.body.resume();
      url = new URL(next, url);
      if (url.protocol !== 'https:') throw refuse(`redirects to ${url.origin}, which is not encrypted`);
    }
  }

  function refuse(why: string): AwsFailure {
    return new AwsFailure('refused', 'Registry', `the registry ${host} ${why}`);
  }

  return {
    host,
    name,
    async send(request) {
      const about = `${request.method} ${describe(request.to)} of ${host}/${name}`;
      try {
        const answer = await follow(request);
        if (request.wants.includes(answer.status)) return answer;
        throw await readError(answer);
      } catch (error) {
        // Whoever aborted it knows why.
        request.signal.throwIfAborted();
        throw explainAwsError(error, about, region);
      }
    },
  };
}

type Outgoing = Parameters<RequestHandler['handle']>[0];

/** The handler reads these properties, and calls no method of the SDK's class. */
function asOutgoing(url: URL, { method, headers = {}, body }: RegistryRequest): Outgoing {
  const place = {
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    path: `${url.pathname}${url.search}`,
  };
  const request: Omit<Outgoing, 'clone'> = { method, ...place, query: {}, headers: { ...headers }, body };
  return request as Outgoing;
}

/** Without what a URL has in its query: it may grant rights. */
function describe(to: string | URL): string {
  return typeof to === 'string' ? to.replace(/\?.*$/, '') : to.pathname.replace(/^\/v2\/.*\/(?=blobs\/)/, '');
}

/** The names with which AWS's API reports the same. */
const names: Readonly<Record<number, string>> = {
  401: 'AccessDenied',
  403: 'AccessDenied',
  404: 'NotFound',
  408: 'TimeoutError',
  429: 'TooManyRequests',
};

/** The error in the words of the registry, in the form that the SDK's errors have. */
async function readError({ status, body }: RegistryAnswer): Promise<Error> {
  const text = await readStart(body);
  const [{ code, message } = {}] = parseErrors(text);
  const said = [code, message].filter((each) => each !== undefined && each !== '').join(': ');
  return Object.assign(new Error(said === '' ? `HTTP status ${status}` : said), {
    name: names[status] ?? code ?? 'Registry',
    $metadata: { httpStatusCode: status },
  });
}

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
function parseErrors(text: string): readonly { readonly code?: string; readonly message?: string }[] {
  try {
    const { errors } = JSON.parse(text) as { errors?: readonly object[] };
    return errors ?? [];
  } catch {
    return [];
  }
}

async function readStart(body: Readable): Promise<string> {
  let text = '';
  for await (const part of body) {
    text += String(part);
    if (text.length > longestError) break;
  }
  return text;
}
