import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { DatabaseSettings } from '../settings.ts';
import { DatabaseUnavailable, isPassing } from './faults.ts';
import { migrate } from './migrate.ts';
import { openPool } from './open-pool.ts';
import type { Work } from './open-pool.ts';
import { within } from './within.ts';

/** The database as the routes use it: it hides failovers, restarts and a paused cluster. */
export interface Database {
  /**
   * Does the work on a connection, and repeats it on another one while the database is failing over, resuming or
   * restarting. When a connection breaks, the last statement may or may not have been carried out. **So the work must
   * be repeatable**: doing it twice must have the same effect as doing it once. A transaction must be part of one
   * work.
   *
   * Throws DatabaseUnavailable when the database is unavailable for longer than a request waits.
   */
  run<T>(work: Work<T>): Promise<T>;
  /** Tries once whether the database answers, for the readiness check. */
  check(): Promise<void>;
  /** Brings the tables up to date as soon as the database is available; run() waits for that. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

const workLimit = 5_000;
const checkLimit = 2_000;
const migrationLimit = 600_000;
/** The most requests at once. More would only use up memory while the database is unavailable. */
const runningLimit = 200;
/** The time between two log lines about a fault that affects many requests, in milliseconds. */
const quietTime = 5_000;

/** Once `stopping` is aborted, nothing is tried again. */
export function openDatabase(
  settings: DatabaseSettings,
  log: FastifyBaseLogger,
  stopping: AbortSignal,
): Database {
  const pool = openPool(settings, log);
  let migrated: Promise<void> | undefined;
  let running = 0;
  let quietUntil = 0;

  async function insist<T>(work: Work<T>, seconds: number): Promise<T> {
    const giveUpAt = Date.now() + seconds * 1_000;
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(work, workLimit);
      } catch (error) {
        if (!isPassing(error)) throw error;
        noteFault(error);
        const delay = delayAfter(tries);
        if (stopping.aborted || Date.now() + delay > giveUpAt) {
          throw new DatabaseUnavailable(`no success after ${tries} tries`, { cause: error });
        }
        await pause(delay, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  }

  async function attempt<T>(work: Work<T>, limit: number): Promise<T> {
    migrated ??= migrateAll();
    await within(limit, 'the migration', migrated);
    return pool.borrow(work, limit);
  }

  async function migrateAll(): Promise<void> {
    try {
      const applied = await pool.borrow(migrate, migrationLimit);
      log.info({ applied }, 'the tables are up to date');
    } catch (error) {
      migrated = undefined;
      throw new DatabaseUnavailable('the tables are not up to date', { cause: error });
    }
  }

  function noteFault(err: unknown): void {
    if (Date.now() < quietUntil) return;
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
      } finally {
        running -= 1;
      }
    },
    check: () => attempt((connection) => connection.ping(), checkLimit),
    // It fails only when the process stops.
    prepare: () => insist(() => Promise.resolve(), Infinity).catch(() => undefined),
    close: () => pool.close(),
  };
}

/**
 * Milliseconds until the next try: from 50 to 2,000. They are random, so that waiting requests don't all return at
 * once.
 */
function delayAfter(tries: number): number {
  return Math.min(2_000, 100 * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
}
