import { setTimeout as wait } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import type { MysqlLogin } from './mysql.ts';

/** Resolves when the server takes the login; the last refusal is the error after a minute. */
export async function awaitMysql(login: MysqlLogin): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      const connection = await createConnection({ ...login, connectTimeout: 2_000 });
      await connection.end();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await wait(25);
  }
}
