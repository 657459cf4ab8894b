import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { findFreePort } from '../free-port.ts';
import { awaitMysql } from './await-mysql.ts';
import type { MysqlServer } from './mysql.ts';

const run = promisify(execFile);

/** Runs the image with its port on the loopback interface alone. */
export async function startMysqlContainer(image: string, password: string): Promise<MysqlServer> {
  const port = await findFreePort();
  const name = `archc-mysql-${port}`;
  // The shell survives when this process is killed: when its input closes, it removes the container.
  const guard = spawn('sh', ['-c', 'cat; docker rm --force --volumes "$0"', name], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  async function stop(): Promise<void> {
    guard.stdin.end();
    if (guard.exitCode === null) await once(guard, 'exit');
  }
  const at = { host: '127.0.0.1', port, password };
  const login = { ...at, user: 'rdsadmin' };
  try {
    const publish = ['--publish', `127.0.0.1:${port}:3306`];
    const environment = ['--env', `MYSQL_ROOT_PASSWORD=${password}`];
    await run('docker', ['run', '--detach', '--name', name, ...publish, ...environment, image]);
    await awaitMysql({ ...at, user: 'root' });
    const root = await createConnection({ ...at, user: 'root' });
    await root.query('CREATE USER ?@? IDENTIFIED BY ?', ['rdsadmin', '%', password]);
    await root.query('GRANT ALL ON *.* TO ?@? WITH GRANT OPTION', ['rdsadmin', '%']);
    await root.query("DROP USER 'root'@'%', 'root'@'localhost'");
    await root.end();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...login,
    url: `mysql://rdsadmin:${password}@127.0.0.1:${port}`,
    restart: async () => {
      await run('docker', ['restart', name]);
      await awaitMysql(login);
    },
    kill: async () => {
      await run('docker', ['kill', name]);
    },
    stop,
  };
}
