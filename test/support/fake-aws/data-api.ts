import type { Connection } from 'mysql2/promise';
import { connectMysql } from '../mysql/mysql.ts';
import type { MysqlServer } from '../mysql/mysql.ts';
import { AwsError, startAwsEndpoint } from './aws-endpoint.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';

/**
 * Serves the RDS Data API in front of real servers: the clusters by ARN, and the secrets with their master users'
 * logins.
 */
export async function startDataApi(
  clusters: Map<string, MysqlServer>,
  secrets: Map<string, string>,
): Promise<AwsEndpoint> {
  return startAwsEndpoint(async (operation, { resourceArn, secretArn, sql }) => {
    if (operation !== 'Execute') throw new AwsError('UnknownOperationException', operation);
    const cluster = clusters.get(String(resourceArn));
    if (!cluster) throw new AwsError('DatabaseNotFoundException', 'DB cluster not found', 404);
    const secret = secrets.get(String(secretArn));
    if (!secret) throw new AwsError('SecretsErrorException', "Secrets Manager can't find the secret.");
    const { username, password } = JSON.parse(secret) as { username: string; password: string };
    const connection = await connectMysql(cluster, { user: username, password }).catch(toAwsError);
    try {
      return await execute(connection, String(sql));
    } finally {
      await connection.end();
    }
  });
}

async function execute(connection: Connection, sql: string): Promise<object> {
  const [result] = await connection.query({ sql, rowsAsArray: true }).catch(toAwsError);
  if (!Array.isArray(result))
    return { numberOfRecordsUpdated: 'affectedRows' in result ? result.affectedRows : 0 };
  const rows = result as unknown as (string | number | null)[][];
  return { numberOfRecordsUpdated: 0, records: rows.map((row) => row.map(toField)) };
}

function toField(value: string | number | null): object {
  if (value === null) return { isNull: true };
  return typeof value === 'number' ? { longValue: value } : { stringValue: value };
}

function toAwsError(error: unknown): never {
  const { errno, message } = error as { errno?: number; message: string };
  throw new AwsError('DatabaseErrorException', `Database error code: ${errno ?? 0}. Message: ${message}`);
}
