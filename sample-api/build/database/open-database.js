import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseUnavailable, isPassing } from "./faults.js";
import { migrate } from "./migrate.js";
import { openPool } from "./open-pool.js";
import { within } from "./within.js";
const workLimit = 5_000;
const checkLimit = 2_000;
const migrationLimit = 600_000;
/** More requests at once would only use up memory while the database is away. */
const runningLimit = 200;
/** Between two log lines about a fault that many requests meet. */
const quietTime = 5_000;
/** After `stopping`, nothing is tried again. */
export function openDatabase(settings, log, stopping) {
    const pool = openPool(settings, log);
    let migrated;
    let running = 0;
    let quietUntil = 0;
    async function insist(work, seconds) {
        const giveUpAt = Date.now() + seconds * 1_000;
        for (let tries = 1;; tries++) {
            try {
                return await attempt(work, workLimit);
            }
            catch (error) {
                if (!isPassing(error))
                    throw error;
                noteFault(error);
                const delay = delayAfter(tries);
                if (stopping.aborted || Date.now() + delay > giveUpAt) {
                    throw new DatabaseUnavailable(`no success after ${tries} tries`, { cause: error });
                }
                await pause(delay, undefined, { signal: stopping }).catch(() => undefined);
            }
        }
    }
    async function attempt(work, limit) {
        migrated ??= migrateAll();
        await within(limit, 'the migration', migrated);
        return pool.borrow(work, limit);
    }
    async function migrateAll() {
        try {
            const applied = await pool.borrow(migrate, migrationLimit);
            log.info({ applied }, 'the tables are up to date');
        }
        catch (error) {
            migrated = undefined;
            throw new DatabaseUnavailable('the tables are not up to date', { cause: error });
        }
    }
    function noteFault(err) {
        if (Date.now() < quietUntil)
            return;
        quietUntil = Date.now() + quietTime;
        log.warn({ err }, 'the database can not be used at the moment; trying again');
    }
    return {
        async run(work) {
            if (running >= runningLimit) {
                throw new DatabaseUnavailable('too many requests are waiting for the database');
            }
            running += 1;
            try {
                return await insist(work, settings.retrySeconds);
            }
            finally {
                running -= 1;
            }
        },
        check: () => attempt((connection) => connection.ping(), checkLimit),
        // It ends without success only when the process stops.
        prepare: () => insist(() => Promise.resolve(), Infinity).catch(() => undefined),
        close: () => pool.close(),
    };
}
/** From a tenth of a second to two; at random, so that waiting requests don't come back all at once. */
function delayAfter(tries) {
    return Math.min(2_000, 100 * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
}
//# sourceMappingURL=open-database.js.map