import type { Run } from './cluster.ts';
import type { Task } from '../../handlers/task.ts';

/** The content of the user's attribute: who created the user, and the physical id of its database. */
export interface Owner {
  readonly stack?: string;
  readonly resource?: string;
  readonly id?: string;
  /** Which version of the secret has the user's password. */
  readonly version?: string;
  /** When a rotation last ended, in milliseconds since 1970: older containers have the former password. */
  readonly since?: number;
}

/** Empty when the user does not exist, or was created by hand. */
export async function readOwner(user: string, run: Run): Promise<Owner> {
  const [attribute] = await run(
    `SELECT CAST(attribute AS CHAR) FROM information_schema.user_attributes WHERE user = '${user}' AND host = '%'`,
  );
  const { archc = {} } = JSON.parse(attribute || '{}') as { archc?: Owner };
  return archc;
}

export function isOurs({ stack, resource }: Owner, { request }: Task): boolean {
  return stack === request.StackId && resource === request.LogicalResourceId;
}

export function refuseOthers(user: string, owner: Owner, task: Task): void {
  if (isOurs(owner, task)) return;
  const { stack: holder = 'someone else: it was not made by a stack' } = owner;
  throw new Error(`MySQL user "${user}" belongs to ${holder}`);
}

/** A restored cluster has the users of another one, whose stacks don't use it. Only the same database is taken over. */
export function isRestored({ id = '' }: Owner, wanted: string): boolean {
  const [from, ...former] = id.split('/');
  const [cluster, ...account] = wanted.split('/');
  return from !== cluster && former.join('/') === account.join('/');
}
