/** The database can't be used at the moment; the same work may succeed later. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/**
 * Server errors that are not the statement's fault, so that it may succeed later:
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 */
const passing = new Set([
  1040, // too many connections
  1053, // the server is shutting down
  1205, // a lock was not free in time
  1213, // a deadlock, in which this transaction was chosen to fail
  1290, // the server is a former writer and accepts no writes (the --read-only option)
  1317, // interrupted
  1412, // the table was changed meanwhile, by a migration
  1615, // the same, for a prepared statement
  1792, // a read-only transaction
  1836, // a server in read-only mode
  1927, // the connection was killed
  3032, // the server is in offline mode
  3168, // the server is not available
  3169, // the session was killed
  4031, // the connection was idle for too long
]);

/** Whether the same work may succeed on another connection, a moment later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (!(error instanceof Error)) return false;
  const { errno, fatal, syscall } = error as { errno?: unknown; fatal?: unknown; syscall?: unknown };
  const connectionIsGone = fatal === true || typeof syscall === 'string';
  return connectionIsGone || (typeof errno === 'number' && passing.has(errno));
}
