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

/**
 * An account with its password and its attribute, for CREATE USER and ALTER USER. What the attribute has besides stays.
 * The policy of a rotation that did not end would refuse the same password.
 */
export function login(user: string, password: string, owner: object, settings: string): string {
  const attribute = quote(JSON.stringify({ archc: owner }), settings);
  return `'${user}'@'%' IDENTIFIED BY ${quote(password, settings)} PASSWORD HISTORY DEFAULT ATTRIBUTE ${attribute}`;
}
