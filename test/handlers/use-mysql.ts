import { createAuroraMaster } from '../support/mysql/aurora-master.ts';
import { findMysql, startMysql } from '../support/mysql/mysql.ts';
import type { MysqlServer } from '../support/mysql/mysql.ts';
import { needs } from '../support/needs.ts';

/** A real MySQL server with a master like that of Aurora, for a suite; the function gives it while tests run. */
export function useMysql(): () => MysqlServer {
  let mysql: MysqlServer | undefined;
  before(async function () {
    const found = await findMysql();
    needs(this, typeof found === 'string' ? found : undefined);
    mysql = await startMysql();
    await createAuroraMaster(mysql, { user: 'root', password: "master's" });
  });
  after(() => mysql?.stop());
  return () => {
    if (!mysql) throw new Error('MySQL is missing');
    return mysql;
  };
}
