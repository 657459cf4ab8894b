import { readCursor, writeCursor } from "./cursor.js";
const columns = { title: 'title', note: 'note', dueOn: 'due_on', done: 'done' };
/** In the order in which the items were added. */
export async function listTodos(connection, { limit = 20, cursor, done }) {
    const after = cursor === undefined ? 0 : (readCursor(cursor) ?? 0);
    const filter = done === undefined ? '' : 'AND done = ?';
    // One more than asked for tells whether there is a next page. The driver sends numbers as floating point, which
    // LIMIT does not take.
    const values = [after, ...(done === undefined ? [] : [done]), String(limit + 1)];
    const [rows] = await connection.execute(`SELECT * FROM todo WHERE position > ? ${filter} ORDER BY position LIMIT ?`, values);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
        items: page.map(toTodo),
        nextCursor: last && rows.length > limit ? writeCursor(last.position) : null,
    };
}
export async function readTodo(connection, id) {
    const [[row]] = await connection.execute('SELECT * FROM todo WHERE id = ?', [id]);
    return row && toTodo(row);
}
/** Adds the item, or replaces the one that has this id already. */
export async function saveTodo(connection, id, { title, note = null, dueOn = null, done = false }) {
    const [{ affectedRows }] = await connection.execute(`INSERT INTO todo (id, title, note, due_on, done, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)) AS new
     ON DUPLICATE KEY UPDATE
       title = new.title, note = new.note, due_on = new.due_on, done = new.done, updated_at = new.updated_at`, [id, title, note, dueOn, done]);
    return { added: affectedRows === 1, todo: await readTodo(connection, id) };
}
/** The changed item; undefined when there is none with this id. */
export async function changeTodo(connection, id, changes) {
    const names = Object.keys(columns).filter((name) => changes[name] !== undefined);
    const assignments = names.map((name) => `${columns[name]} = ?`).join(', ');
    const values = names.map((name) => changes[name] ?? null);
    await connection.execute(`UPDATE todo SET ${assignments}, updated_at = UTC_TIMESTAMP(3) WHERE id = ?`, [
        ...values,
        id,
    ]);
    return readTodo(connection, id);
}
export async function deleteTodo(connection, id) {
    await connection.execute('DELETE FROM todo WHERE id = ?', [id]);
}
function toTodo(row) {
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
//# sourceMappingURL=statements.js.map