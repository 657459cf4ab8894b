/** Reads the settings of the server that change how statements must be written. */
export const selectSettings = `SELECT CONCAT(@@sql_mode, IF(@@partial_revokes, ',PARTIAL_REVOKES', ''))`;

export function quote(text: string, settings: string): string {
  const plain = settings.includes('NO_BACKSLASH_ESCAPES') ? text : text.replaceAll('\\', '\\\\');
  return `'${plain.replaceAll("'", "''")}'`;
}

/** All tables of a database. In a grant, "_" means any character, unless the server has partial revokes. */
export function allOf(database: string, settings: string): string {
  const name = settings.includes('PARTIAL_REVOKES') ? database : database.replaceAll('_', '\\_');
  return `\`${name}\`.*`;
}
