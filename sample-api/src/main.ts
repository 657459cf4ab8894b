import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from './build-app.ts';
import { openDatabase } from './database/open-database.ts';
import type { Database } from './database/open-database.ts';
import { createLog } from './log.ts';
import { readSettings, SettingsError } from './settings.ts';

/** App Runner and ECS kill a container 30 seconds after they asked it to stop. */
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
    // Listens without the database, so that a cluster that is asleep or failing over keeps nobody from starting.
    void database.prepare();
  } catch (err) {
    if (err instanceof SettingsError) log.fatal(err.message);
    else log.fatal({ err }, 'cannot start');
    process.exitCode = 1;
  }
}

/** Takes no new connections, finishes the requests that are under way, then leaves. A second signal ends it at once. */
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
    // Not left to happen by itself: a connection to a host that fell silent would keep the process alive.
    process.exit();
  }
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}
