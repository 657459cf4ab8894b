import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { uncounted } from '../../coverage/uncounted.ts';
import { findFreePort } from '../free-port.ts';
import type { MysqlLogin } from '../mysql/mysql.ts';
import { pythonTool } from '../python-tools.ts';
import { until } from '../until.ts';

export interface MiniStack {
  /** `http://127.0.0.1:port`, for every service. */
  readonly endpoint: string;
  /** Variables that make the AWS CLI and the SDKs use it, and not this machine's own settings for AWS. */
  readonly env: Readonly<Record<string, string>>;
  /** The end of its log, to show when a test fails. */
  log(): string;
  /** Deletes every resource, and everything that was created in MySQL. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  /** Replaces the Aurora cluster. Without it, the Data API runs no statements. */
  readonly mysql?: MysqlLogin;
  /**
   * Whether the AWS CLI's waiters get an answer as soon as the stack is done, instead of asking again after 30
   * seconds.
   */
  readonly holdWaiters?: boolean;
  /** Whether a service whose first tasks failed is removed only when someone has asked for them, as archc does. */
  readonly drainUntilAsked?: boolean;
  /** Hosted zones of Route 53 that always exist, by id. */
  readonly hostedZones?: Readonly<Record<string, string>>;
  /** Replaces ECR's registry, so that images can be pushed. Without it, ECR keeps only manifests. */
  readonly registry?: { readonly host: string; readonly password: string };
}

export const miniStackRegion = 'ap-northeast-1';
/** MiniStack uses an access key of 12 digits as the account's id. */
export const miniStackAccount = '123456789012';

const program = fileURLToPath(new URL('./ministack/main.py', import.meta.url));
const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const longestLog = 20_000;

/**
 * Starts a local AWS with CloudFormation, which takes about a second. It ends when this process ends, even if that is
 * killed.
 */
export async function startMiniStack(options: Options = {}): Promise<MiniStack> {
  const { mysql, holdWaiters = true, drainUntilAsked = false, hostedZones = {}, registry } = options;
  const port = await findFreePort();
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-ministack-'));
  const server = spawn(pythonTool('python'), [program], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...withoutAwsSettings(process.env),
      // Its functions are inlined in templates, which lead to no source file.
      ...uncounted,
      ACCOUNT: miniStackAccount,
      BIND_HOST: '127.0.0.1',
      DRAIN_UNTIL_ASKED: drainUntilAsked ? '1' : '0',
      GATEWAY_PORT: String(port),
      HOLD_WAITERS: holdWaiters ? '1' : '0',
      HOSTED_ZONES: JSON.stringify(hostedZones),
      IOT_MTLS_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      MINISTACK_HOST: '127.0.0.1',
      NODE_PATH: nodeModules,
      PYTHONDONTWRITEBYTECODE: '1',
      S3_DATA_DIR: path.join(folder, 's3'),
      STATE_DIR: path.join(folder, 'state'),
      TMPDIR: folder,
      ...(mysql && { MYSQL_LOGIN: JSON.stringify(mysql) }),
      ...(registry && { REGISTRY: JSON.stringify({ host: registry.host, password: registry.password }) }),
    },
  });
  let log = '';
  for (const output of [server.stdout, server.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-longestLog);
    });
  }
  const endpoint = `http://127.0.0.1:${port}`;
  async function stop(): Promise<void> {
    if (server.exitCode === null && server.signalCode === null) {
      server.stdin.end();
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  }
  await until('MiniStack is ready', () => {
    if (server.exitCode === null && server.signalCode === null) return isReady(endpoint);
    throw new Error(`MiniStack did not start:\n${log}`);
  });
  return {
    endpoint,
    env: {
      ...(withoutAwsSettings(process.env) as Record<string, string>),
      AWS_ACCESS_KEY_ID: miniStackAccount,
      AWS_CONFIG_FILE: path.join(folder, 'no-config'),
      AWS_DEFAULT_REGION: miniStackRegion,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: endpoint,
      AWS_PAGER: '',
      AWS_REGION: miniStackRegion,
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'no-credentials'),
    },
    log: () => log,
    reset: async () => {
      const { ok, status } = await fetch(`${endpoint}/_ministack/reset`, { method: 'POST' });
      if (!ok) throw new Error(`MiniStack's reset answered ${status}:\n${log}`);
    },
    stop,
  };
}

function withoutAwsSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));
}

async function isReady(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/ready`)).ok;
  } catch {
    return false;
  }
}
