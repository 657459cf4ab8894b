import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BenchmarkRow } from '../../compiler/build/performance/benchmark.ts';
import { compile } from '../../compiler/compile.ts';
import { sectionOf } from '../../compiler/template/node.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { startStackEndpoint } from '../support/fake-aws/stack-endpoint.ts';
import type { BenchContext } from './bench-context.ts';
import { median, medianRatio } from './meter.ts';
import type { Meter } from './meter.ts';

const rounds = 11;

interface FirstRequest {
  readonly milliseconds: number;
  /** Milliseconds of processor time, of all threads. */
  readonly processor: number;
}

/** How soon a command that talks to AWS sends its first request, beside the AWS CLI. */
export async function measureFirstRequests(
  { meter, archc, environment, leaveOut }: BenchContext,
  aws: string,
): Promise<readonly BenchmarkRow[]> {
  if (!existsSync('/proc/self/schedstat')) {
    leaveOut('the first request', 'only Linux says how much processor time another process has used');
    return [];
  }
  const contestants = [
    ['outputs', [process.execPath, archc, 'outputs', 'specs/todo.yaml']],
    ['status', [process.execPath, archc, 'status', 'specs/todo.yaml']],
    ['aws', [aws, 'cloudformation', 'describe-stacks', '--stack-name', 'todo-backend']],
  ] as const;
  await runToTheirEnd([contestants[0][1], contestants[1][1]], (command) => meter.run(command), environment);
  const floors: number[] = [];
  const requests = new Map<string, FirstRequest[]>(contestants.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const floor = await meter.run({ command: [process.execPath, '-e', '0'], environment });
    for (const [name, command] of contestants) {
      requests.get(name)?.push(await untilRequest(command, environment));
    }
    floors.push(floor.processor);
  }
  const timesOf = (name: string) => (requests.get(name) ?? []).map(({ processor }) => processor);
  const awsTimes = timesOf('aws');
  return ['outputs', 'status'].flatMap((name): BenchmarkRow[] => {
    const times = timesOf(name);
    return [
      {
        what: `\`archc ${name}\` until its first request leaves, processor time beside \`node -e 0\``,
        measured: medianRatio(times, floors),
        unit: 'x',
        must: 3.5,
        aim: 2.5,
        beside: `${median(times).toFixed(0)} ms, and node ${median(floors).toFixed(0)} ms`,
      },
      {
        what: '... beside `aws` version 1, the same request',
        measured: medianRatio(times, awsTimes),
        unit: 'x',
        must: 1,
        beside: `aws ${median(awsTimes).toFixed(0)} ms`,
      },
    ];
  });
}

/** A first run makes what later runs use, if it ends well. */
async function runToTheirEnd(
  [outputs, status]: readonly [readonly string[], readonly string[]],
  run: Meter['run'],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const outcome = compile({ name: 'specs/todo.yaml', bytes: readFileSync('specs/todo.yaml') }, toolkit);
  if (!outcome.ok) throw new Error('the example spec has errors');
  const [shared] = outcome.value.templates;
  const names = sectionOf(shared?.root, 'Outputs').map(({ key }) => key);
  const outputsOf = Object.fromEntries(names.map((name) => [name, 'example']));
  for (const [command, stack] of [
    [outputs, { name: 'todo-shared', outputs: outputsOf }],
    [status, { name: 'another', outputs: {} }],
  ] as const) {
    const endpoint = await startStackEndpoint({ ...stack, password: '' });
    await run({ command, environment: { ...environment, ...endpoint.env } });
    await endpoint.stop();
  }
}

/** Starts a command, and kills it when its first request has arrived. */
async function untilRequest(
  [program, ...args]: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv,
): Promise<FirstRequest> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const start = performance.now();
  const child = spawn(program, args, {
    env: {
      ...environment,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'example',
      AWS_SECRET_ACCESS_KEY: 'example',
      AWS_REGION: 'ap-northeast-1',
      AWS_DEFAULT_REGION: 'ap-northeast-1',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const arrived = once(server, 'request').then(() => ({
    milliseconds: performance.now() - start,
    processor: processorTime(child.pid ?? 0),
  }));
  const first = await Promise.race([arrived, ended]);
  child.kill('SIGKILL');
  server.closeAllConnections();
  server.close();
  if (Array.isArray(first)) throw new Error(`${program} ${args.join(' ')} sends no request: ${errors}`);
  await ended;
  return first;
}

/** https://docs.kernel.org/scheduler/sched-stats.html: the first number is nanoseconds on a processor. */
function processorTime(pid: number): number {
  const tasks = join('/proc', String(pid), 'task');
  return readdirSync(tasks).reduce((sum, task) => {
    const [nanoseconds = 0] = readFileSync(join(tasks, task, 'schedstat'), 'utf8')
      .split(' ')
      .map(Number);
    return sum + nanoseconds / 1e6;
  }, 0);
}
