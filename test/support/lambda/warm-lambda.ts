import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { longestWait } from '../until.ts';
import type { Invocation, InvokeOptions, LambdaFunction } from './lambda.ts';
import { writeFunction } from './lambda.ts';

const end = 'end of the event';

/** What Lambda does while a function stays warm: one event after the other, in the same process. */
const main = `
const { handler } = require('./index.js');
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const { event, timeout, logGroupName, logStreamName } = JSON.parse(line);
  const until = Date.now() + timeout;
  const context = { logGroupName, logStreamName, getRemainingTimeInMillis: () => Math.max(0, until - Date.now()) };
  let ended = 'resolved';
  try {
    await handler(event, context);
  } catch (error) {
    console.error(error);
    ended = 'rejected';
  }
  process.stderr.write('${end}\\n');
  process.stdout.write(ended + ' ${end}\\n');
});
`;

interface Warm {
  readonly process: ChildProcess;
  readonly exit: Promise<'killed'>;
}

/** A function whose process stays for the next event, which takes a tenth of the time. Events at once have one each. */
export async function createWarmFunction(
  source: string,
  environment: Readonly<Record<string, string>>,
): Promise<LambdaFunction> {
  const { folder, env, names, remove } = await writeFunction(source, main, environment);
  const idle: Warm[] = [];

  function start(): Warm {
    const process = spawn(globalThis.process.execPath, [`${folder}/main.js`], { env });
    return { process, exit: once(process, 'exit').then(() => 'killed' as const) };
  }

  async function invoke(event: object, options: InvokeOptions = {}): Promise<Invocation> {
    const { timeout = 60_000, killed } = options;
    const warm = idle.pop() ?? start();
    const { process, exit } = warm;
    const kill = () => process.kill('SIGKILL');
    const timer = setTimeout(kill, longestWait);
    void killed?.then(kill);
    const reading = readOutput(process);
    process.stdin?.write(`${JSON.stringify({ event, timeout, ...names })}\n`);
    const ended = await Promise.race([reading.ended, exit]);
    clearTimeout(timer);
    const log = reading.stop();
    if (ended !== 'killed') idle.push(warm);
    return { ended, log };
  }

  return {
    invoke,
    async stop() {
      for (const { process } of idle) process.kill();
      await remove();
    },
  };
}

/** Both outputs, until each has the line that ends the event. */
function readOutput({ stdout, stderr }: ChildProcess): {
  readonly ended: Promise<'resolved' | 'rejected'>;
  readonly stop: () => string;
} {
  let log = '';
  let stop = () => log;
  const ended = new Promise<'resolved' | 'rejected'>((resolve) => {
    const collect = (data: Buffer) => {
      log += data.toString();
      if (log.split(`${end}\n`).length < 3) return;
      resolve(log.includes(`resolved ${end}`) ? 'resolved' : 'rejected');
    };
    for (const output of [stdout, stderr]) output?.on('data', collect);
    stop = () => {
      for (const output of [stdout, stderr]) output?.off('data', collect);
      return log.replaceAll(new RegExp(`^.*${end}\n`, 'gm'), '');
    };
  });
  return { ended, stop };
}
