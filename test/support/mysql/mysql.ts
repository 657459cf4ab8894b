import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import type { Connection } from 'mysql2/promise';
import { longestWait } from '../until.ts';
import { findMysql } from './find-mysql.ts';
import { startMysqlContainer } from './mysql-container.ts';
import { startMysqlProcess } from './mysql-process.ts';
import { useMysqlAt } from './mysql-url.ts';

export { findMysql } from './find-mysql.ts';

/** How to log in to the server as a user with all rights. */
export interface MysqlLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A running server with only its system schemas. The user name root is free. */
export interface MysqlServer extends MysqlLogin {
  /** `mysql://user:password@host:port` */
  readonly url: string;
  /** Shuts the server down properly, and starts it again on the same port with its data. */
  restart(): Promise<void>;
  /** Kills the server, as a failing machine would. restart() starts it again. */
  kill(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** Takes about a second. The server ends when this process ends, even if that is killed. */
export async function startMysql(): Promise<MysqlServer> {
  const install = await findMysql();
  if (typeof install === 'string') throw new Error(install);
  if (install.kind === 'url') return useMysqlAt(install.url);
  const password = randomBytes(12).toString('hex');
  if (install.kind === 'docker') return startMysqlContainer(install.image, password);
  return startMysqlProcess(install, password);
}

/** Connects as the server's user with all rights, or as the one in `login`. */
export async function connectMysql(
  server: Pick<MysqlLogin, 'host' | 'port'> & Partial<MysqlLogin>,
  login: { user?: string; password?: string; database?: string } = {},
): Promise<Connection> {
  const { host, port, user, password } = server;
  const own = { host, port, ...(user && { user }), ...(password && { password }) };
  return createConnection({ connectTimeout: longestWait, ...own, ...login });
}
