import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { findFreePort } from '../support/free-port.ts';
import { findMysql } from '../support/mysql/find-mysql.ts';
import { needs } from '../support/needs.ts';
import { until } from '../support/until.ts';
import { buildSampleApi, sampleApi } from './build-sample-api.ts';
import { add, call } from './call.ts';

describe('the demo of the sample API', () => {
  let folder: string | undefined;

  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  it('runs the API on a database of its own, and leaves nothing behind', async function () {
    const mysql = await findMysql();
    if (typeof mysql === 'string' || mysql.kind !== 'program') {
      needs(this, 'the demo needs a mysqld here');
      return;
    }
    await buildSampleApi();
    const place = await mkdtemp(path.join(tmpdir(), 'archc-demo-'));
    folder = place;
    await putOnPath(place, mysql.command);

    const port = String(await findFreePort());
    const env = { ...process.env, PATH: `${place}:${process.env.PATH ?? ''}`, TMPDIR: place, PORT: port };
    const demo = spawn('npm', ['run', 'demo'], { cwd: sampleApi, env, stdio: 'ignore', detached: true });
    const ended = once(demo, 'exit');
    const url = `http://127.0.0.1:${port}`;
    try {
      await until('the demo is ready', () => {
        if (demo.exitCode !== null) throw new Error('The demo has ended');
        return answers(`${url}/readyz`);
      });
      expect(await add(url, { title: 'Buy milk' })).to.include({ title: 'Buy milk' });
    } finally {
      // To the whole group, as the terminal sends it.
      if (demo.exitCode === null && demo.pid !== undefined) process.kill(-demo.pid, 'SIGINT');
      await ended;
    }
    await until('the API has ended', async () => !(await answers(url)));
    await until('its data is gone', async () => (await listLeft(place)).length === 0);
  });
});

/** A `mysqld` that runs the server we have. */
async function putOnPath(folder: string, command: readonly string[]): Promise<void> {
  const options = command.filter((word) => word.startsWith('--basedir'));
  // The demo says it itself, and it may only be the first option.
  const program = command.filter((word) => word !== '--no-defaults' && !options.includes(word));
  const words = ['exec', ...program.map((word) => `'${word}'`), '"$@"', ...options];
  await writeFile(path.join(folder, 'mysqld'), `#!/bin/sh\n${words.join(' ')}\n`, { mode: 0o755 });
}

async function answers(url: string): Promise<boolean> {
  return call(url).then(
    ({ status }) => status < 400,
    () => false,
  );
}

async function listLeft(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('todo-demo-'));
}
