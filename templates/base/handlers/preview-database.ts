import { randomBytes } from 'node:crypto';
import type { Kind } from '../../handlers/answering.ts';
import type { Properties } from '../../handlers/request.ts';
import type { Task } from '../../handlers/task.ts';
import { openCluster } from './cluster.ts';
import type { Run } from './cluster.ts';
import { mySqlDatabase } from './my-sql-database.ts';
import type { ChoosePassword } from './my-sql-database.ts';
import { isOurs, isRestored, readOwner, refuseOthers } from './owner.ts';
import type { Owner } from './owner.ts';

/** Which databases the user's preview has made, each with the preview's name. */
interface Maker extends Owner {
  readonly made?: Readonly<Record<string, string | undefined>>;
}

/** The database of a preview: the only one that is ever dropped, and only if the mark of its user says who made it. */
export function previewDatabase(choosePassword: ChoosePassword): Kind {
  const kind = mySqlDatabase(choosePassword);
  return {
    ...kind,
    async make(id, properties, task) {
      await claim(id, properties, task);
      return kind.make(id, properties, task);
    },
    async remove(id, properties, task) {
      await drop(id, properties, task);
      await kind.remove(id, properties, task);
    },
  };
}

/** Takes over no database that exists. The mark is written before the database is made, so that none is left behind. */
async function claim(id: string, properties: Properties, task: Task): Promise<void> {
  const { DatabaseName = '', UserName = '', Preview = '' } = properties;
  const { StackId: stack, LogicalResourceId: resource } = task.request;
  const run = openCluster(properties, task);
  const { made } = await readMaker(UserName, run);
  if (!made?.[DatabaseName] && (await exists(DatabaseName, run))) {
    throw new Error(`MySQL database "${DatabaseName}" exists, and this preview did not make it`);
  }
  const attribute = JSON.stringify({ archc: { stack, resource, id } });
  const password = randomBytes(16).toString('hex');
  await run(
    `CREATE USER IF NOT EXISTS '${UserName}'@'%' IDENTIFIED BY '${password}' ATTRIBUTE '${attribute}'`,
  );
  const owner = await readMaker(UserName, run);
  if (!isRestored(owner, id)) refuseOthers(UserName, owner, task);
  // A Delete that failed, of a stack whose cluster was restored since, may have locked the user.
  await run(`ALTER USER '${UserName}'@'%' ACCOUNT UNLOCK ATTRIBUTE '${marking(DatabaseName, Preview)}'`);
}

/** A failed Delete can be repeated: the user, who has the mark, is dropped last. */
async function drop(id: string, properties: Properties, task: Task): Promise<void> {
  const [cluster = '', database = '', user = ''] = id.split('/');
  if (!properties.ClusterArn?.endsWith(`:${cluster}`)) return;
  const run = openCluster(properties, task);
  const owner = await readMaker(user, run);
  if (!isOurs(owner, task) || owner.made?.[database] !== properties.Preview) {
    console.log(`MySQL database "${database}" was not made by this preview`);
    return;
  }
  // A user who goes on with another database keeps its connections.
  if (owner.id === id) await disconnect(user, run);
  await run(`DROP DATABASE IF EXISTS \`${database}\``);
  await run(`ALTER USER '${user}'@'%' ATTRIBUTE '${marking(database, null)}'`);
}

/** An open transaction would keep the database from being dropped. */
async function disconnect(user: string, run: Run): Promise<void> {
  await run(`ALTER USER '${user}'@'%' ACCOUNT LOCK`);
  const open = await run(
    `SELECT CAST(id AS CHAR) FROM information_schema.processlist WHERE user = '${user}'`,
  );
  for (const thread of open) {
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/mysql-stored-proc-ending.html
    await run(`CALL mysql.rds_kill(${thread})`).catch((error: unknown) => {
      console.log(`Connection ${thread} has ended, or stays`, error);
    });
  }
}

function readMaker(user: string, run: Run): Promise<Maker> {
  return readOwner(user, run);
}

/** What else the attribute has stays, and `null` takes the mark back. */
function marking(database: string, preview: string | null): string {
  return JSON.stringify({ archc: { made: { [database]: preview } } });
}

async function exists(database: string, run: Run): Promise<boolean> {
  const found = await run(
    `SELECT schema_name FROM information_schema.schemata WHERE schema_name = '${database}'`,
  );
  return found.length > 0;
}
