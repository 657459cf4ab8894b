import type { FastifyBaseLogger } from 'fastify';
import { createPool } from 'mysql2/promise';
import type { Pool as DriverPool, PoolConnection } from 'mysql2/promise';
import type { DatabaseSettings } from '../settings.ts';
import { DatabaseUnavailable } from './faults.ts';
import { tlsOptions } from './tls.ts';
import { within } from './within.ts';

/** Statements on one connection, and what they result in. */
export type Work<T> = (connection: PoolConnection) => Promise<T>;

export interface Pool {
  /** Does the work once. The limit is in milliseconds, and starts when a connection is available. */
  borrow<T>(work: Work<T>, limit: number): Promise<T>;
  close(): Promise<void>;
}

const connectLimit = 5_000;
const closeLimit = 2_000;

/**
 * Independent of the server's settings: UTC, and no silent truncation. Waiting for a lock ends before the limit of
 * the work, so that a statement is not carried out long after it was repeated on another connection.
 */
const session = `SET
  time_zone = '+00:00', sql_mode = 'TRADITIONAL', lock_wait_timeout = 3, innodb_lock_wait_timeout = 3`;

/**
 * Connects when it is first used. Each connection looks up the host's address again, which changes after a failover.
 */
export function openPool(settings: DatabaseSettings, log: FastifyBaseLogger): Pool {
  const pool = createPool({
    host: settings.host,
    port: settings.port,
    database: settings.name,
    user: settings.user,
    password: settings.password,
    ...(settings.tls && { ssl: tlsOptions(settings) }),
    charset: 'utf8mb4_0900_ai_ci',
    timezone: 'Z',
    dateStrings: ['DATE'],
    // Without this flag, the number of affected rows does not show whether an insert added a row or changed one.
    flags: ['-FOUND_ROWS'],
    connectionLimit: settings.connections,
    connectTimeout: connectLimit,
    keepAliveInitialDelay: 10_000,
  });
  pool.pool.on('connection', (connection) => {
    // The driver removes a broken connection itself. Without a listener, a second error would end the process.
    connection.on('error', (err) => {
      log.debug({ err }, 'database connection broke');
    });
    connection.query(session, (err) => {
      if (err) connection.destroy();
    });
  });
  return {
    async borrow(work, limit) {
      const connection = await connect(pool);
      try {
        const result = await within(limit, 'the work', work(connection));
        connection.release();
        return result;
      } catch (error) {
        // The connection may hang, be in the middle of a transaction, or lead to a former writer that is now a
        // reader.
        connection.destroy();
        throw error;
      }
    },
    close: () => within(closeLimit, 'saying goodbye to the database', pool.end()),
  };
}

async function connect(pool: DriverPool): Promise<PoolConnection> {
  const connecting = pool.getConnection();
  try {
    return await within(connectLimit, 'getting a connection', connecting);
  } catch (error) {
    const giveBack = (late: PoolConnection) => {
      late.release();
    };
    connecting.then(giveBack, () => undefined);
    throw new DatabaseUnavailable('no connection to the database', { cause: error });
  }
}
