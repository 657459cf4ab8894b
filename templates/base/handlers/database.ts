import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { answering } from '../../handlers/answering.ts';
import { isGone, openCluster } from './cluster.ts';
import type { Run } from './cluster.ts';
import type { Properties } from '../../handlers/request.ts';
import { allOf, quote, selectSettings } from './sql.ts';
import type { Task } from '../../handlers/task.ts';

const secrets = new SecretsManager();

/** Custom::MySqlDatabase: a database in an Aurora MySQL cluster, and a user who has all rights on it alone. */
export const handler = answering({
  idOf: ({ ClusterArn = '', DatabaseName = '', UserName = '' }) =>
    `${ClusterArn.replace(/.*:/, '')}/${DatabaseName}/${UserName}`,
  idPattern: /^[\w-]+\/(?!(mysql|sys|information_schema|performance_schema)\/)\w{1,64}\/\w{1,32}$/i,
  make,
  remove,
  isGone,
});

async function make(id: string, properties: Properties, task: Task): Promise<Record<string, string>> {
  const { DatabaseName = '', UserName = '' } = properties;
  const password = await readPassword(properties, task);
  const run = openCluster(properties, task);
  const [settings = ''] = await run(selectSettings);
  const account = `'${UserName}'@'%'`;
  const { StackId: stack, LogicalResourceId: resource } = task.request;
  const owner = quote(JSON.stringify({ archc: { stack, resource, id } }), settings);
  const login = `${account} IDENTIFIED BY ${quote(password, settings)} ATTRIBUTE ${owner}`;

  // This leaves an existing user unchanged. Its attribute then shows who owns it.
  await run(`CREATE USER IF NOT EXISTS ${login}`);
  const found = await readOwner(UserName, run);
  if (isRestored(found, id)) {
    await run(`ALTER USER ${account} DISCARD OLD PASSWORD`);
  } else if (!isOurs(found, task)) {
    const { stack: holder = 'someone else: it was not made by a stack' } = found;
    throw new Error(`MySQL user "${UserName}" belongs to ${holder}`);
  }

  const schemas = await run(
    `SELECT schema_name FROM information_schema.schemata WHERE schema_name = '${DatabaseName}'`,
  );
  await run(
    `CREATE DATABASE IF NOT EXISTS \`${DatabaseName}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci`,
  );
  await run(`ALTER USER ${login}`);
  await run(`GRANT ALL ON ${allOf(DatabaseName, settings)} TO ${account}`);
  return { DatabaseName, UserName, DatabaseState: schemas.length > 0 ? 'existing' : 'created' };
}

/** Removes the user, never the database. */
async function remove(id: string, properties: Properties, task: Task): Promise<void> {
  const [cluster = '', database = '', user = ''] = id.split('/');
  if (!properties.ClusterArn?.endsWith(`:${cluster}`)) {
    throw new Error(`MySQL user "${user}" stays: the way into cluster "${cluster}" is not known any more`);
  }
  const run = openCluster(properties, task);
  const owner = await readOwner(user, run);
  if (!isOurs(owner, task)) {
    console.log(`MySQL user "${user}" is not of this stack`);
  } else if (owner.id === id) {
    await run(`DROP USER IF EXISTS '${user}'@'%'`);
  } else {
    // The user now belongs to another database.
    const [settings = ''] = await run(selectSettings);
    await run(`REVOKE IF EXISTS ALL ON ${allOf(database, settings)} FROM '${user}'@'%'`);
  }
}

/** The content of the user's attribute: who created the user, and the physical id of its database. */
interface Owner {
  readonly stack?: string;
  readonly resource?: string;
  readonly id?: string;
}

/** Empty when the user does not exist, or was created by hand. */
async function readOwner(user: string, run: Run): Promise<Owner> {
  const [attribute] = await run(
    `SELECT CAST(attribute AS CHAR) FROM information_schema.user_attributes WHERE user = '${user}' AND host = '%'`,
  );
  const { archc = {} } = JSON.parse(attribute || '{}') as { archc?: Owner };
  return archc;
}

function isOurs({ stack, resource }: Owner, { request }: Task): boolean {
  return stack === request.StackId && resource === request.LogicalResourceId;
}

/** A restored cluster has the users of another one, whose stacks don't use it. Only the same database is taken over. */
function isRestored({ id = '' }: Owner, wanted: string): boolean {
  const [from, ...former] = id.split('/');
  const [cluster, ...account] = wanted.split('/');
  return from !== cluster && former.join('/') === account.join('/');
}

async function readPassword({ UserSecretArn }: Properties, task: Task): Promise<string> {
  const { SecretString } = await task.call((options) =>
    secrets.getSecretValue({ SecretId: UserSecretArn }, options),
  );
  if (!SecretString) throw new Error(`Secret ${UserSecretArn ?? ''} holds no text`);
  return SecretString;
}
