import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort } from '../free-port.ts';
import { awaitMysql } from './await-mysql.ts';
import { exists, mysqlTools } from './find-mysql.ts';
import type { MysqlInstall } from './find-mysql.ts';
import type { MysqlServer } from './mysql.ts';

type Program = Extract<MysqlInstall, { kind: 'program' }>;

/** Runs the program on a copy of an initialised data directory, which is made once for each version. */
export async function startMysqlProcess(program: Program, password: string): Promise<MysqlServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-mysql-'));
  const guard = guardFolder(folder);
  const port = await findFreePort();
  const login = { host: '127.0.0.1', port, user: 'rdsadmin', password };
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawnServer(program, folder, port);
    server = started;
    const isRunning = () => started.exitCode === null && started.signalCode === null;
    await awaitMysql(login, isRunning).catch(async (error: unknown) => {
      const log = await readFile(path.join(folder, 'log'), 'utf8').catch(() => '');
      throw new Error(`mysqld did not start:\n${log}`, { cause: error });
    });
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
    await rm(path.join(folder, 'pid'), { force: true });
  }
  async function stop(): Promise<void> {
    await end('SIGKILL');
    guard.stdin?.end();
    if (guard.exitCode === null) await once(guard, 'exit');
  }

  try {
    await cp(await initialise(program), path.join(folder, 'data'), {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
    });
    // Runs before the server accepts connections. The user name root stays free for the one that plays Aurora's
    // master user.
    await writeFile(
      path.join(folder, 'init.sql'),
      [
        `CREATE USER IF NOT EXISTS 'rdsadmin'@'%' IDENTIFIED BY '${password}';`,
        `GRANT ALL ON *.* TO 'rdsadmin'@'%' WITH GRANT OPTION;`,
        `DROP USER IF EXISTS 'root'@'localhost';`,
      ].join('\n'),
      { mode: 0o600 },
    );
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...login,
    url: `mysql://rdsadmin:${password}@127.0.0.1:${port}`,
    restart: async () => {
      await end('SIGTERM');
      await start();
    },
    kill: () => end('SIGKILL'),
    stop,
  };
}

function spawnServer({ command }: Program, folder: string, port: number): ChildProcess {
  return spawnProgram(command, [
    `--datadir=${path.join(folder, 'data')}`,
    `--init-file=${path.join(folder, 'init.sql')}`,
    `--socket=${path.join(folder, 'socket')}`,
    `--pid-file=${path.join(folder, 'pid')}`,
    `--log-error=${path.join(folder, 'log')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--mysqlx=OFF',
    '--skip-log-bin',
    '--performance-schema=OFF',
    '--innodb-flush-log-at-trx-commit=2',
    '--innodb-redo-log-capacity=8388608',
  ]);
}

function spawnProgram([file = '', ...first]: readonly string[], args: readonly string[]): ChildProcess {
  const defaults = first.includes('--no-defaults') ? [] : ['--no-defaults'];
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  // Detached, so that Ctrl-C reaches only the tests, which end the server themselves.
  const options = ['--secure-file-priv=NULL', ...user, ...args];
  return spawn(file, [...first, ...defaults, ...options], { stdio: 'ignore', detached: true });
}

/** The data directory of a server that was never started, made once for each version. */
async function initialise(program: Program): Promise<string> {
  const pristine = path.join(mysqlTools, `data-${program.version}`);
  if (await exists(pristine)) return pristine;
  await mkdir(mysqlTools, { recursive: true });
  const fresh = await mkdtemp(path.join(mysqlTools, 'initialising-'));
  try {
    const data = path.join(fresh, 'data');
    const log = path.join(fresh, 'log');
    const initialising = spawnProgram(program.command, [
      '--initialize-insecure',
      `--datadir=${data}`,
      `--log-error=${log}`,
      '--innodb-redo-log-capacity=8388608',
    ]);
    const [code] = (await once(initialising, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`mysqld --initialize-insecure failed:\n${await readFile(log, 'utf8')}`);
    await rename(data, pristine).catch(async (error: unknown) => {
      if (!(await exists(pristine))) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return pristine;
}

/**
 * A shell that survives when this process is killed: when its input closes, it ends the server and removes the
 * folder.
 */
function guardFolder(folder: string): ChildProcess {
  const script = 'cat; [ -f "$0/pid" ] && kill -9 "$(cat "$0/pid")"; until rm -rf "$0"; do sleep 0.1; done';
  return spawn('sh', ['-c', script, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
}
