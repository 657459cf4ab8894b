import { setTimeout as wait } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import type { MysqlLogin } from './mysql.ts';

/** Resolves when the server accepts the login. After a minute it rejects with the last refusal. */
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
