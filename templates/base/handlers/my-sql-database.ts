import type { Kind } from '../../handlers/answering.ts';
import type { Properties } from '../../handlers/request.ts';
import type { Task } from '../../handlers/task.ts';
import { isGone, openCluster } from './cluster.ts';
import { isOurs, isRestored, readOwner, refuseOthers } from './owner.ts';
import type { Password } from './password.ts';
import { allOf, login, selectSettings } from './sql.ts';

/** Which password the user has, or shall get. */
export type ChoosePassword = (properties: Properties, task: Task) => Promise<Password>;

/** A database in an Aurora MySQL cluster, and a user who has all rights on it alone. */
export function mySqlDatabase(choosePassword: ChoosePassword): Kind {
  return {
    idOf: ({ ClusterArn = '', DatabaseName = '', UserName = '' }) =>
      `${ClusterArn.replace(/.*:/, '')}/${DatabaseName}/${UserName}`,
    idPattern: /^[\w-]+\/(?!(mysql|sys|information_schema|performance_schema)\/)\w{1,64}\/\w{1,32}$/i,
    make: async (id, properties, task) => make(id, properties, await choosePassword(properties, task), task),
    remove,
    isGone,
  };
}

async function make(
  id: string,
  properties: Properties,
  { text, version }: Password,
  task: Task,
): Promise<Record<string, string>> {
  const { DatabaseName = '', UserName = '' } = properties;
  const run = openCluster(properties, task);
  const [settings = ''] = await run(selectSettings);
  const { StackId: stack, LogicalResourceId: resource } = task.request;
  const user = login(UserName, text, { stack, resource, id, version }, settings);

  // This leaves an existing user unchanged. Its attribute then shows who owns it.
  await run(`CREATE USER IF NOT EXISTS ${user}`);
  const owner = await readOwner(UserName, run);
  if (isRestored(owner, id)) await run(`ALTER USER '${UserName}'@'%' DISCARD OLD PASSWORD`);
  else refuseOthers(UserName, owner, task);

  const schemas = await run(
    `SELECT schema_name FROM information_schema.schemata WHERE schema_name = '${DatabaseName}'`,
  );
  await run(
    `CREATE DATABASE IF NOT EXISTS \`${DatabaseName}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci`,
  );
  await run(`ALTER USER ${user}`);
  await run(`GRANT ALL ON ${allOf(DatabaseName, settings)} TO '${UserName}'@'%'`);
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
