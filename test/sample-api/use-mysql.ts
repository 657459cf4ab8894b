import type { Connection } from 'mysql2/promise';
import { connectMysql, findMysql, startMysql } from '../support/mysql/mysql.ts';
import type { MysqlServer } from '../support/mysql/mysql.ts';
import { needs } from '../support/needs.ts';
import { buildSampleApi } from './build-sample-api.ts';
import { createDatabase } from './create-database.ts';
import type { DatabaseVariables } from './create-database.ts';

export interface Mysql {
  readonly server: MysqlServer;
  /** Does the work on a connection of the server's first user. */
  asAdmin<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  createDatabase(): Promise<DatabaseVariables>;
}

let shared: MysqlServer | undefined;

/** Gives the suite a server that all suites share, and builds the API. */
export function useMysql(): Mysql {
  before(async function () {
    await prepare(this);
    shared ??= await startMysql();
  });
  return withServer(() => shared);
}

/** Gives the suite a server that it may stop, and builds the API. */
export function useOwnMysql(): Mysql {
  let server: MysqlServer | undefined;
  before(async function () {
    await prepare(this);
    server = await startMysql();
  });
  after(async () => {
    await server?.stop();
  });
  return withServer(() => server);
}

// Outside of any suite: when all of them are over.
after(async () => {
  await shared?.stop();
});

async function prepare(test: Mocha.Context): Promise<void> {
  const found = await findMysql();
  needs(test, typeof found === 'string' ? found : undefined);
  await buildSampleApi();
}

function withServer(find: () => MysqlServer | undefined): Mysql {
  const mysql: Mysql = {
    get server() {
      const server = find();
      if (!server) throw new Error('the server is there from the before hook on');
      return server;
    },
    asAdmin: async (work) => {
      const connection = await connectMysql(mysql.server);
      try {
        return await work(connection);
      } finally {
        await connection.end();
      }
    },
    createDatabase: () => mysql.asAdmin((connection) => createDatabase(connection, mysql.server)),
  };
  return mysql;
}
