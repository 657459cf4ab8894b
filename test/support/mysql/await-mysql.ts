import { createConnection } from 'mysql2/promise';
import { longestWait, untilItWorks } from '../until.ts';
import type { MysqlLogin } from './mysql.ts';

/** Resolves when the server takes the login; the last refusal is the error's cause when it no longer runs. */
export async function awaitMysql(login: MysqlLogin, isRunning: () => boolean = () => true): Promise<void> {
  const connect = () => createConnection({ ...login, connectTimeout: longestWait });
  const connection = await untilItWorks('MySQL takes connections', connect, isRunning);
  await connection.end();
}
