import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { runProcess } from '../support/terminal/run-process.ts';

export const sampleApi = path.resolve(import.meta.dirname, '../../sample-api');

let built: Promise<void> | undefined;

/** Installs what the API needs and compiles it, as far as that is not done yet. */
export function buildSampleApi(): Promise<void> {
  built ??= build();
  return built;
}

async function build(): Promise<void> {
  const installed = await changedAt('node_modules/.package-lock.json');
  if (installed < (await changedAt('package-lock.json'))) await npm('ci', '--no-progress');
  const sources = await readdir(path.join(sampleApi, 'src'), { recursive: true });
  const inputs = ['tsconfig.json', 'tsconfig.build.json', ...sources.map((name) => path.join('src', name))];
  const newest = Math.max(...(await Promise.all(inputs.map(changedAt))));
  if ((await changedAt('build/main.js')) < newest) await npm('run', 'build');
}

/** 0 for a file that is not there. */
async function changedAt(file: string): Promise<number> {
  return stat(path.join(sampleApi, file)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

async function npm(...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runProcess('npm', args, { cwd: sampleApi });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in sample-api:\n${stdout}${stderr}`);
}
