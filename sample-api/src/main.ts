import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from './build-app.ts';
import { openDatabase } from './database/open-database.ts';
import type { Database } from './database/open-database.ts';
import { createLog } from './log.ts';
import { readSettings, SettingsError } from './settings.ts';

/** Milliseconds. App Runner and ECS kill a container 30 seconds after they ask it to stop. */
const stopLimit = 25_000;

await main();

async function main(): Promise<void> {
  let log = createLog('info');
  try {
    const settings = readSettings(process.env);
    log = createLog(settings.logLevel);
    const stopping = new AbortController();
    const database = openDatabase(settings.database, log, stopping.signal);
    const app = await buildApp(database, log, stopping.signal);
    stopOnSignals(app, database, stopping, log);
    await app.listen({ host: '0.0.0.0', port: settings.port });
    // Not awaited, so that the service starts while the cluster is paused or failing over.
    void database.prepare();
  } catch (err) {
    if (err instanceof SettingsError) log.fatal(err.message);
    else log.fatal({ err }, 'cannot start');
    process.exitCode = 1;
  }
}

/**
 * On a signal, accepts no new connections, finishes the requests in progress, and exits. A second signal ends the
 * process at once.
 */
function stopOnSignals(
  app: FastifyInstance,
  database: Database,
  stopping: AbortController,
  log: Logger,
): void {
  async function stop(signal: NodeJS.Signals): Promise<void> {
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('stopped with requests unfinished');
      process.exit(1);
    }, stopLimit).unref();
    stopping.abort();
    await app.close();
    await database.close().catch((err: unknown) => {
      log.debug({ err }, 'database connections left open');
    });
    log.info('stopped');
    // Exits explicitly: a connection to a host that no longer answers would keep the process alive.
    process.exit();
  }
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}
