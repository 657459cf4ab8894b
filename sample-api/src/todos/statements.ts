import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { readCursor, writeCursor } from './cursor.ts';
import type { Todo, TodoChanges, TodoContent, TodoPage, TodoQuery } from './schemas.ts';

// Values reach the server only as parameters of prepared statements, never as part of the SQL. Every function here
// can be repeated without harm: see Database.run.

interface TodoRow extends RowDataPacket {
  readonly position: number;
  readonly id: string;
  readonly title: string;
  readonly note: string | null;
  readonly due_on: string | null;
  readonly done: 0 | 1;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const columns = { title: 'title', note: 'note', dueOn: 'due_on', done: 'done' } as const;

/** One page of items, in the order in which they were added. */
export async function listTodos(
  connection: PoolConnection,
  { limit = 20, cursor, done }: TodoQuery,
): Promise<TodoPage> {
  const after = cursor === undefined ? 0 : (readCursor(cursor) ?? 0);
  const filter = done === undefined ? '' : 'AND done = ?';
  // One more than requested shows whether there is a next page. The limit is text because the driver sends numbers as
  // floating point, which LIMIT does not accept.
  const values = [after, ...(done === undefined ? [] : [done]), String(limit + 1)];
  const [rows] = await connection.execute<TodoRow[]>(
    `SELECT * FROM todo WHERE position > ? ${filter} ORDER BY position LIMIT ?`,
    values,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toTodo),
    nextCursor: last && rows.length > limit ? writeCursor(last.position) : null,
  };
}

export async function readTodo(connection: PoolConnection, id: string): Promise<Todo | undefined> {
  const [[row]] = await connection.execute<TodoRow[]>('SELECT * FROM todo WHERE id = ?', [id]);
  return row && toTodo(row);
}

/** Adds the item, or replaces the one that has this id already. */
export async function saveTodo(
  connection: PoolConnection,
  id: string,
  { title, note = null, dueOn = null, done = false }: TodoContent,
): Promise<{ added: boolean; todo: Todo | undefined }> {
  const [{ affectedRows }] = await connection.execute<ResultSetHeader>(
    `INSERT INTO todo (id, title, note, due_on, done, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)) AS new
     ON DUPLICATE KEY UPDATE
       title = new.title, note = new.note, due_on = new.due_on, done = new.done, updated_at = new.updated_at`,
    [id, title, note, dueOn, done],
  );
  return { added: affectedRows === 1, todo: await readTodo(connection, id) };
}

/** The changed item; undefined when no item has this id. */
export async function changeTodo(
  connection: PoolConnection,
  id: string,
  changes: TodoChanges,
): Promise<Todo | undefined> {
  const names = (Object.keys(columns) as (keyof typeof columns)[]).filter(
    (name) => changes[name] !== undefined,
  );
  const assignments = names.map((name) => `${columns[name]} = ?`).join(', ');
  const values = names.map((name) => changes[name] ?? null);
  await connection.execute(`UPDATE todo SET ${assignments}, updated_at = UTC_TIMESTAMP(3) WHERE id = ?`, [
    ...values,
    id,
  ]);
  return readTodo(connection, id);
}

export async function deleteTodo(connection: PoolConnection, id: string): Promise<void> {
  await connection.execute('DELETE FROM todo WHERE id = ?', [id]);
}

function toTodo(row: TodoRow): Todo {
  return {
    id: row.id,
    title: row.title,
    note: row.note,
    dueOn: row.due_on,
    done: row.done === 1,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
