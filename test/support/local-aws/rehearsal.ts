import type { RowDataPacket } from 'mysql2/promise';
import type { Registry } from '../containers/registry.ts';
import { connectMysql, findMysql, startMysql } from '../mysql/mysql.ts';
import type { MysqlLogin } from '../mysql/mysql.ts';
import { missingPythonTools } from '../python-tools.ts';
import { findContainer, readEnvironment } from './find-container.ts';
import { startMiniStack } from './mini-stack.ts';
import type { MiniStack } from './mini-stack.ts';
import { openStacks } from './stacks.ts';
import type { Stacks } from './stacks.ts';

/** A local AWS with a real MySQL server, in which specs/todo.yaml can be deployed. */
export interface Rehearsal {
  readonly miniStack: MiniStack;
  /** The port of the MySQL server that replaces the cluster. */
  readonly mysqlPort: number;
  readonly stacks: Stacks;
  /** Runs a statement as the service's container would, with its variables and its secret. */
  query(sql: string): Promise<readonly RowDataPacket[]>;
  /**
   * The server's databases and users that belong to the master user or the backend: their names begin with root or
   * todo.
   */
  listMysql(): Promise<{ databases: readonly string[]; users: readonly string[] }>;
  stop(): Promise<void>;
}

/** Why a rehearsal is impossible here, for needs(); `undefined` when it is possible. */
export async function missingForRehearsal(): Promise<string | undefined> {
  const found = await findMysql();
  return missingPythonTools() ?? (typeof found === 'string' ? found : undefined);
}

interface Options {
  readonly holdWaiters?: boolean;
  readonly drainUntilAsked?: boolean;
  readonly registry?: Registry;
}

export async function startRehearsal(options: Options = {}): Promise<Rehearsal> {
  const mysql = await startMysql();
  const hostedZones = { Z0123456789ABCDEFGHIJ: 'example.com' };
  const miniStack = await startMiniStack({ mysql, hostedZones, ...options }).catch(async (error: unknown) => {
    await mysql.stop();
    throw error;
  });
  return {
    miniStack,
    mysqlPort: mysql.port,
    stacks: openStacks(miniStack),
    query: async (sql) => select(mysql, await findLogin(miniStack), sql),
    async listMysql() {
      const databases = await select(mysql, {}, "SHOW DATABASES LIKE 'todo%'");
      const users = await select(
        mysql,
        {},
        "SELECT user FROM mysql.user WHERE user RLIKE '^(root|todo)' ORDER BY 1",
      );
      return { databases: databases.map(firstColumn), users: users.map(firstColumn) };
    },
    async stop() {
      await miniStack.stop();
      await mysql.stop();
    },
  };
}

type Login = Parameters<typeof connectMysql>[1];

async function findLogin(miniStack: MiniStack): Promise<Login> {
  const container = await findContainer(miniStack);
  if (!container) throw new Error('No service runs');
  const { DB_USER = '', DB_NAME = '', DB_PASS = '' } = await readEnvironment(miniStack, container);
  return { user: DB_USER, database: DB_NAME, password: DB_PASS };
}

async function select(mysql: MysqlLogin, login: Login, sql: string): Promise<RowDataPacket[]> {
  const connection = await connectMysql(mysql, login);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    await connection.end();
  }
}

function firstColumn(row: RowDataPacket): string {
  return String(Object.values(row)[0]);
}
