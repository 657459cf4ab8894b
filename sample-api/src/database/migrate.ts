import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { DatabaseUnavailable } from './faults.ts';
import { migrations } from './migrations.ts';

const lockSeconds = 60;
/** MySQL's errors for a CREATE, ADD or DROP that has already been carried out. */
const alreadyDone = new Set([1050, 1060, 1061, 1091]);

/**
 * Brings the tables up to date, and resolves to the names of the applied migrations. Only one instance works at a
 * time; the others wait and then find nothing to do.
 */
export async function migrate(connection: PoolConnection): Promise<string[]> {
  await lock(connection);
  const applied = await applyMissing(connection);
  await connection.query('DO RELEASE_LOCK(@migration_lock)');
  return applied;
}

/** The server releases the lock when the connection ends: after an error, or when this instance dies. */
async function lock(connection: PoolConnection): Promise<void> {
  // Locks have one namespace for all databases of a server, and names of at most 64 characters.
  await connection.query("SET @migration_lock = LEFT(CONCAT('migration-', DATABASE()), 64)");
  const [rows] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(@migration_lock, ?) AS locked', [
    lockSeconds,
  ]);
  if (rows[0]?.locked !== 1) throw new DatabaseUnavailable('another instance is migrating the database');
}

async function applyMissing(connection: PoolConnection): Promise<string[]> {
  await connection.query(`
    CREATE TABLE IF NOT EXISTS migration (
      name VARCHAR(100) NOT NULL PRIMARY KEY,
      started_at DATETIME(3) NOT NULL,
      finished_at DATETIME(3) NULL
    )`);
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT name FROM migration WHERE finished_at IS NOT NULL',
  );
  const applied = new Set(rows.map((row) => String(row.name)));
  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const { name, sql } of missing) await apply(connection, name, sql);
  return missing.map(({ name }) => name);
}

/**
 * DDL can't be part of a transaction, so the start is recorded before it and the end after it. If an earlier try was
 * recorded as started only, an error that says the work has already been done counts as success.
 */
async function apply(connection: PoolConnection, name: string, sql: string): Promise<void> {
  const [{ affectedRows }] = await connection.execute<ResultSetHeader>(
    'INSERT IGNORE INTO migration (name, started_at) VALUES (?, UTC_TIMESTAMP(3))',
    [name],
  );
  const triedBefore = affectedRows === 0;
  try {
    await connection.query(sql);
  } catch (error) {
    if (!(triedBefore && alreadyDone.has((error as { errno: number }).errno))) throw error;
  }
  await connection.execute('UPDATE migration SET finished_at = UTC_TIMESTAMP(3) WHERE name = ?', [name]);
}
