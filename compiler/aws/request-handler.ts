import type { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { AwsFailure } from './failure.ts';
import { chooseProxy } from './proxy.ts';
import { profileOf } from './shell.ts';
import type { Shell } from './shell.ts';

/** For the connection, for the beginning of an answer, and for each of its parts. */
const timeouts = {
  aws: {
    connectionTimeout: 3_000,
    requestTimeout: 20_000,
    // Without it, the SDK warns after that time and waits for ever.
    throwOnRequestTimeout: true,
    socketTimeout: 20_000,
  },
  // A request lasts as long as its layer takes, and a registry is silent while it looks through a large one.
  registry: { connectionTimeout: 10_000, requestTimeout: 0, socketTimeout: 300_000 },
};

/** What sends the SDK's requests: `handle` is called for each of them. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  'handle' | 'metadata' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

/**
 * Sends requests as the AWS CLI does in this shell: through its proxies, and with the authorities that it trusts. Registries
 * are asked in the same way, but nothing is demanded of their answers.
 */
export async function openRequestHandler(
  shell: Shell,
  to: keyof typeof timeouts = 'aws',
): Promise<RequestHandler> {
  const { NodeHttpHandler } = await import('./sdk.ts');
  const accept = to === 'aws' ? demandAws : (answer: Answered) => answer;
  const bundle = await readBundle(shell);
  const trust = bundle === undefined ? {} : { ca: bundle };
  const direct = new NodeHttpHandler({ ...timeouts[to], httpsAgent: trust });
  const proxied = new Map<string, Promise<NodeHttpHandler>>();

  /** The same for every request through the same proxy, so that connections are kept. */
  async function through(proxy: string): Promise<NodeHttpHandler> {
    const { HttpProxyAgent } = await import('http-proxy-agent');
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    // Its own options are for a proxy that speaks TLS; `options` are for what is behind the proxy.
    const httpsAgent = new HttpsProxyAgent(proxy, { keepAlive: true, ...trust });
    Object.assign(httpsAgent.options, trust);
    refuseFailedTunnels(httpsAgent);
    return new NodeHttpHandler({
      ...timeouts[to],
      httpsAgent,
      httpAgent: new HttpProxyAgent(proxy, trust),
    });
  }

  return {
    metadata: direct.metadata,
    async handle(request, options) {
      const proxy = chooseProxy(request, shell);
      if (proxy === undefined) return accept(await direct.handle(request, options));
      const handler = proxied.get(proxy) ?? through(proxy);
      proxied.set(proxy, handler);
      try {
        return accept(await (await handler).handle(request, options));
      } catch (error) {
        if (error instanceof Error) error.message += ` (through the proxy ${hostOf(proxy)})`;
        throw error;
      }
    },
    destroy() {
      direct.destroy();
    },
    updateHttpClientConfig(key, value) {
      direct.updateHttpClientConfig(key, value);
    },
    httpHandlerConfigs: () => direct.httpHandlerConfigs(),
  };
}

/** A web page, as of a portal that wants a login, would otherwise seem to be an empty answer of AWS. */
function demandAws(answer: Answered): Answered {
  const { statusCode, headers } = answer.response;
  if (statusCode >= 400 || !/^text\/html/i.test(headers['content-type'] ?? '')) return answer;
  (answer.response.body as Readable).resume();
  const error = new Error(`a web page with HTTP status ${statusCode}`);
  throw Object.assign(error, { name: 'EmptyAnswer', $retryable: {} });
}

type Answered = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/** A proxy that refuses to connect would otherwise seem to be an answer of AWS. */
function refuseFailedTunnels(agent: Agent): void {
  agent.on('proxyConnect', (answer: Tunnel, request: { destroy(error: Error): void }) => {
    if (answer.statusCode === 200) return;
    const error = new Error(`it answered ${answer.statusCode} ${answer.statusText}`);
    request.destroy(Object.assign(error, { name: 'ProxyError' }));
  });
}

/** A proxy's answer to CONNECT. */
interface Tunnel {
  readonly statusCode: number;
  readonly statusText: string;
}

/** Without name and password. */
function hostOf(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).host : 'of the environment';
}

/**
 * The authorities that the AWS CLI trusts in place of its own list: AWS_CA_BUNDLE, then `ca_bundle` of the profile,
 * then REQUESTS_CA_BUNDLE. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
 */
async function readBundle(shell: Shell): Promise<string | undefined> {
  const [name, file] = [
    ['AWS_CA_BUNDLE', shell['AWS_CA_BUNDLE']],
    ['ca_bundle', await readSetting(shell, 'ca_bundle')],
    ['REQUESTS_CA_BUNDLE', shell['REQUESTS_CA_BUNDLE']],
  ].find(([, value]) => value !== undefined && value !== '') ?? [undefined, undefined];
  if (name === undefined || file === undefined) return undefined;
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const message = `${name} names a file that can't be read: correct it, or unset it (${String(error)})`;
    throw new AwsFailure('credentials', 'CaBundle', message);
  }
}

/** A setting of the profile in the files that the AWS CLI reads. */
async function readSetting(shell: Shell, name: string): Promise<string | undefined> {
  const { loadSharedConfigFiles } = await import('./sdk.ts');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const profile = profileOf(shell) ?? 'default';
  return credentialsFile[profile]?.[name] ?? configFile[profile]?.[name];
}
