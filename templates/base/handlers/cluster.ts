import { RDSData } from '@aws-sdk/client-rds-data';
import type { Properties } from '../../handlers/request.ts';
import type { Task } from '../../handlers/task.ts';

const client = new RDSData();

/** Runs one statement as the master user; resolves to the first column of its rows. */
export type Run = (sql: string) => Promise<string[]>;

/**
 * The cluster starts or changes, or the statement is still running: when it is repeated, it waits for the first one and
 * then changes nothing.
 */
const passing =
  /^((DatabaseResuming|DatabaseUnavailable|InternalServerError|InvalidResourceState|StatementTimeout)Exception|ServiceUnavailableError)$/;

export function openCluster({ ClusterArn, MasterSecretArn }: Properties, task: Task): Run {
  return async (sql) => {
    const target = { resourceArn: ClusterArn, secretArn: MasterSecretArn };
    const { records = [] } = await task.call(
      (options) => client.executeStatement({ ...target, sql, continueAfterTimeout: true }, options),
      ({ name }) => passing.test(name),
    );
    return records.map(([field]) => field?.stringValue ?? '');
  };
}

/** Whether the cluster, or the secret of its master user, was deleted. */
export function isGone({ name, message }: Error): boolean {
  if (/^(Database)?NotFoundException$/.test(name)) return true;
  const isAboutSecret = /^(BadRequest|InvalidSecret|SecretsError)Exception$/.test(name);
  return isAboutSecret && /can't find|not found|marked for deletion/i.test(message);
}
