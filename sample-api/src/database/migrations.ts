/** One statement. A migration that has been applied is never edited; to change it, add a new one at the end. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-todo',
    sql: `
      CREATE TABLE todo (
        position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'the order in which items were added',
        id CHAR(36) CHARACTER SET ascii NOT NULL UNIQUE,
        title VARCHAR(200) NOT NULL,
        note VARCHAR(2000) NULL,
        due_on DATE NULL,
        done BOOLEAN NOT NULL,
        created_at DATETIME(3) NOT NULL,
        updated_at DATETIME(3) NOT NULL
      )`,
  },
  {
    name: '0002-todo-by-done',
    sql: 'CREATE INDEX todo_by_done ON todo (done, position)',
  },
];
