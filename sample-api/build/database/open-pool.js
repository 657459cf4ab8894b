import { createPool } from 'mysql2/promise';
import { DatabaseUnavailable } from "./faults.js";
import { tlsOptions } from "./tls.js";
import { within } from "./within.js";
const connectLimit = 5_000;
const closeLimit = 2_000;
/**
 * Whatever the server's own settings: UTC, and no silent truncation. Locks are given up sooner than work is, so that
 * no statement is carried out long after it was done again on another connection.
 */
const session = `SET
  time_zone = '+00:00', sql_mode = 'TRADITIONAL', lock_wait_timeout = 3, innodb_lock_wait_timeout = 3`;
/** Connects when first used, and looks up the host's address for each connection. */
export function openPool(settings, log) {
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
        // Without it, an insert that changes a row can't be told from one that adds it.
        flags: ['-FOUND_ROWS'],
        connectionLimit: settings.connections,
        connectTimeout: connectLimit,
        keepAliveInitialDelay: 10_000,
    });
    pool.pool.on('connection', (connection) => {
        // The driver drops a broken connection itself; without a listener, its second error would end the process.
        connection.on('error', (err) => {
            log.debug({ err }, 'database connection broke');
        });
        connection.query(session, (err) => {
            if (err)
                connection.destroy();
        });
    });
    return {
        async borrow(work, limit) {
            const connection = await connect(pool);
            try {
                const result = await within(limit, 'the work', work(connection));
                connection.release();
                return result;
            }
            catch (error) {
                // It may be stuck, in the middle of a transaction, or lead to a writer that was demoted to a reader.
                connection.destroy();
                throw error;
            }
        },
        close: () => within(closeLimit, 'saying goodbye to the database', pool.end()),
    };
}
async function connect(pool) {
    const connecting = pool.getConnection();
    try {
        return await within(connectLimit, 'getting a connection', connecting);
    }
    catch (error) {
        const giveBack = (late) => {
            late.release();
        };
        connecting.then(giveBack, () => undefined);
        throw new DatabaseUnavailable('no connection to the database', { cause: error });
    }
}
//# sourceMappingURL=open-pool.js.map