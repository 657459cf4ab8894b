import { answering } from '../../handlers/answering.ts';
import { readPassword } from './password.ts';
import { previewDatabase } from './preview-database.ts';

/** Custom::MySqlDatabase of a preview. */
export const handler = answering(
  previewDatabase(({ UserSecretArn }, task) => readPassword({ SecretId: UserSecretArn }, task)),
);
