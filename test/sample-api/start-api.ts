import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { measuring } from '../coverage/measuring.ts';
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
  /** Asks the process to stop; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [name: string]: unknown;
}

const running = new Set<Api>();

/** Runs the built API as a process of its own, on a port that the system chooses. */
export async function startApi(variables: Readonly<Record<string, string>>): Promise<Api> {
  await buildSampleApi();
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(sampleApi, 'build/main.js')], {
    env: { PATH: process.env.PATH, PORT: '0', ...measuring, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', killWithUs);
    running.delete(api);
    return code as number | null;
  });

  const lines: string[] = [];
  const log: LogLine[] = [];
  const watchers = new Set<() => void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    log.push(JSON.parse(line) as LogLine);
    watchers.forEach((watch) => {
      watch();
    });
  });

  function waitForLog(message: string, values: Readonly<Record<string, unknown>> = {}): Promise<LogLine> {
    return new Promise((resolve, reject) => {
      const watch = () => {
        const line = log.find(
          (each) =>
            each.msg.startsWith(message) &&
            Object.entries(values).every(([name, value]) => each[name] === value),
        );
        if (line === undefined) return;
        watchers.delete(watch);
        resolve(line);
      };
      watchers.add(watch);
      watch();
      void ended.then(() => {
        reject(new Error(`The API ended before it logged "${message}":\n${lines.join('\n')}`));
      });
    });
  }

  const api = {
    url: '',
    log,
    logText: () => lines.join('\n'),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    waitForLog,
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
