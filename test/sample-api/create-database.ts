import { randomBytes } from 'node:crypto';
import type { Connection } from 'mysql2/promise';

/** The variables by which the API finds its database, as the template sets them. */
export type DatabaseVariables = Readonly<{
  DB_HOST: string;
  DB_PORT: string;
  DB_NAME: string;
  DB_USER: string;
  DB_PASS: string;
  DB_TLS: 'on' | 'off';
}>;

/** A new database with a user who may do everything in it and nothing elsewhere, as the template's handler makes them. */
export async function createDatabase(
  admin: Connection,
  server: { readonly host: string; readonly port: number },
): Promise<DatabaseVariables> {
  const name = `todo_${randomBytes(4).toString('hex')}`;
  const password = `pass-${randomBytes(8).toString('hex')}`;
  await admin.query('CREATE DATABASE ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci', [name]);
  await admin.query('CREATE USER ?@? IDENTIFIED BY ?', [name, '%', password]);
  // In a grant, an underscore that is not escaped stands for any character.
  await admin.query('GRANT ALL PRIVILEGES ON ??.* TO ?@?', [name.replaceAll('_', '\\_'), name, '%']);
  return {
    DB_HOST: server.host,
    DB_PORT: String(server.port),
    DB_NAME: name,
    DB_USER: name,
    DB_PASS: password,
    DB_TLS: 'off',
  };
}
