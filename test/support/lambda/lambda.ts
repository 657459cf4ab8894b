import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { longestWait } from '../until.ts';

/** A Lambda function. Its code has its own folder, and each event its own process. */
export interface LambdaFunction {
  invoke(event: object, options?: InvokeOptions): Promise<Invocation>;
  stop(): Promise<void>;
}

export interface InvokeOptions {
  /** The time that the function is told to have, in milliseconds. Default: a minute. */
  readonly timeout?: number;
  /** When it resolves, the process is killed. */
  readonly killed?: Promise<unknown>;
  readonly node?: string;
}

export interface Invocation {
  /** How the event ended for Lambda, which delivers a failed one again. */
  readonly ended: 'resolved' | 'rejected' | 'killed';
  readonly log: string;
}

const logGroupName = 'todo-backend-Function';
const logStreamName = '2026/11/24/[$LATEST]0123456789abcdef';

const nodeModules = path.resolve(import.meta.dirname, '../../../node_modules');

/** What Lambda does to run index.handler. */
const main = `
const { handler } = require('./index.js');
let input = '';
process.stdin.on('data', (chunk) => (input += chunk)).on('end', async () => {
  const { event, timeout } = JSON.parse(input);
  const end = Date.now() + timeout;
  const context = {
    ...${JSON.stringify({ logGroupName, logStreamName })},
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
  };
  try {
    await handler(event, context);
    process.exit(0);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
});
`;

/** As in Lambda, the function has only the given variables, and the SDK. */
export async function writeFunction(
  source: string,
  main: string,
  environment: Readonly<Record<string, string>>,
): Promise<{
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly names: object;
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-lambda-'));
  await writeFile(path.join(folder, 'index.js'), source);
  await writeFile(path.join(folder, 'main.js'), main);
  const env = {
    AWS_REGION: 'ap-northeast-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    NODE_PATH: nodeModules,
    ...environment,
  };
  const names = { logGroupName, logStreamName };
  return { folder, env, names, remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function createFunction(
  source: string,
  environment: Readonly<Record<string, string>>,
): Promise<LambdaFunction> {
  const { folder, env, remove } = await writeFunction(source, main, environment);

  async function invoke(event: object, options: InvokeOptions = {}): Promise<Invocation> {
    const { timeout = 60_000, killed, node = process.execPath } = options;
    const child = spawn(node, [path.join(folder, 'main.js')], { env });
    const timer = setTimeout(() => child.kill('SIGKILL'), longestWait);
    void killed?.then(() => child.kill('SIGKILL'));
    child.stdin.end(JSON.stringify({ event, timeout }));
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    clearTimeout(timer);
    const ended = signal ? 'killed' : code === 0 ? 'resolved' : 'rejected';
    return { ended, log: (await output).join('') };
  }

  return { invoke, stop: remove };
}
