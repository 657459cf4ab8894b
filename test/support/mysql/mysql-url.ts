import { createConnection } from 'mysql2/promise';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { MysqlServer } from './mysql.ts';

const systemSchemas = ['information_schema', 'mysql', 'performance_schema', 'sys'];

/** Uses a server that runs elsewhere. It must be empty, and stop() empties it again. */
export async function useMysqlAt(url: string): Promise<MysqlServer> {
  const { hostname, port, username, password } = new URL(url);
  const login = {
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
  const connection = await createConnection(login);
  const users = await listUsers(connection);
  const schemas = await listSchemas(connection);
  if (schemas.length > 0) {
    await connection.end();
    throw new Error(`ARCHC_TEST_MYSQL_URL must lead to an empty server; it has ${schemas.join(', ')}`);
  }
  async function stop(): Promise<void> {
    for (const schema of await listSchemas(connection)) await connection.query('DROP DATABASE ??', [schema]);
    const added = (await listUsers(connection)).filter((user) => !users.includes(user));
    for (const user of added) await connection.query(`DROP USER ${user}`);
    await connection.end();
  }
  return { ...login, url, restart: refuse, kill: refuse, stop };
}

async function listSchemas(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name NOT IN (?)',
    [systemSchemas],
  );
  return rows.map((row) => String(row.name));
}

async function listUsers(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT CONCAT(QUOTE(user), '@', QUOTE(host)) AS name FROM mysql.user",
  );
  return rows.map((row) => String(row.name));
}

async function refuse(): Promise<never> {
  await Promise.resolve();
  throw new Error('the server of ARCHC_TEST_MYSQL_URL is not ours to stop');
}
