import { answering } from '../../handlers/answering.ts';
import { mySqlDatabase } from './my-sql-database.ts';
import { readPassword } from './password.ts';

/** Custom::MySqlDatabase. */
export const handler = answering(
  mySqlDatabase(({ UserSecretArn }, task) => readPassword({ SecretId: UserSecretArn }, task)),
);
