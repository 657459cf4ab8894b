import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../support/until.ts';
import { buildSampleApi, sampleApi } from './build-sample-api.ts';

export interface Api {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** What it has logged so far, one object for each line. */
  readonly log: readonly LogLine[];
  /** The log as it was written. */
  readonly logText: () => string;
  readonly isRunning: () => boolean;
  /** Resolves with the first line, past or future, whose message begins like this and that has these values. */
  waitForLog(message: string, values?: Readonly<Record<string, unknown>>): Promise<LogLine>;
  /** Resolves with the first line, past or future, that matches. */
  waitForText(pattern: RegExp): Promise<LogLine>;
  /** Asks the process to stop; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [name: string]: unknown;
}

const running = new Set<Api>();

/**
 * Runs the built API as a process of its own, on a port that the system chooses. Its requests wait for the database as
 * long as they can, unless the variables say otherwise: so a slow machine is no fault.
 */
export async function startApi(variables: Readonly<Record<string, string>>): Promise<Api> {
  await buildSampleApi();
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(sampleApi, 'build/main.js')], {
    env: { PATH: process.env.PATH, PORT: '0', DB_RETRY_SECONDS: '100', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let hasEnded = false;
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', killWithUs);
    running.delete(api);
    hasEnded = true;
    return code as number | null;
  });

  const lines: string[] = [];
  const log: LogLine[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    log.push(JSON.parse(line) as LogLine);
  });

  async function waitFor(what: string, isIt: (line: LogLine) => boolean): Promise<LogLine> {
    try {
      return await until(`the API logs ${what}`, () => {
        const line = log.find(isIt);
        if (line === undefined && hasEnded) throw new Error('It has ended');
        return line;
      });
    } catch (cause) {
      throw new Error(`The API has not logged ${what}:\n${lines.join('\n')}`, { cause });
    }
  }
  function waitForLog(message: string, values: Readonly<Record<string, unknown>> = {}): Promise<LogLine> {
    const wanted = Object.entries(values);
    return waitFor(
      `"${message}"`,
      (line) => line.msg.startsWith(message) && wanted.every(([name, value]) => line[name] === value),
    );
  }

  const api = {
    url: '',
    log,
    logText: () => lines.join('\n'),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    waitForLog,
    waitForText: (pattern: RegExp) => waitFor(String(pattern), (line) => pattern.test(JSON.stringify(line))),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
  running.add(api);
  const listening = await waitForLog('Server listening at http://127.0.0.1:');
  api.url = listening.msg.slice('Server listening at '.length);
  return api;
}

/** For an afterEach hook: stops what runs, and fails when something did not stop in order. */
export async function stopApis(): Promise<void> {
  const codes = await Promise.all([...running].map((api) => api.stop()));
  if (codes.some((code) => code !== 0)) throw new Error(`exit codes ${codes.join(', ')}`);
}
