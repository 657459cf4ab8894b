import { answering } from '../../handlers/answering.ts';
import type { LambdaContext, Properties, ResourceRequest } from '../../handlers/request.ts';
import { startTask } from '../../handlers/task.ts';
import type { Task } from '../../handlers/task.ts';
import { openCluster } from './cluster.ts';
import { awaitEndOfDeployment, renewContainers, renewOnce } from './containers.ts';
import type { Containers } from './containers.ts';
import { mySqlDatabase } from './my-sql-database.ts';
import { readOwner, refuseOthers } from './owner.ts';
import type { Owner } from './owner.ts';
import { readPassword, secrets } from './password.ts';
import type { Password } from './password.ts';
import { changePassword, login, quote, selectSettings } from './sql.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html */
export interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;
  /** Becomes the id of the secret's new version. */
  readonly ClientRequestToken: string;
}

/** What a step works on. */
interface Rotation {
  readonly SecretId: string;
  readonly version: string;
  readonly task: Task;
  readonly containers: Containers;
}

/** The properties of the custom resource, which events of Secrets Manager lack, and the stack's id. */
const { StackId = '', ...properties }: Properties = process.env;
const { UserName = '', UserSecretArn = '' } = properties;

const steps: Readonly<Record<string, (rotation: Rotation) => Promise<void>>> = {
  createSecret,
  setSecret,
  testSecret,
  finishSecret,
};

/** Custom::MySqlDatabase, and the rotation of its user's password. Every step can be repeated. */
export function rotating(
  containers: Containers,
): (event: ResourceRequest | RotationEvent, context: LambdaContext) => Promise<void> {
  const answer = answering(mySqlDatabase(choosePassword));
  return (event, context) => ('Step' in event ? rotate(event, context, containers) : answer(event, context));
}

async function rotate(
  { Step, SecretId, ClientRequestToken: version }: RotationEvent,
  context: LambdaContext,
  containers: Containers,
): Promise<void> {
  console.log(Step, version);
  const requester = { StackId, LogicalResourceId: 'Database' };
  const task = startTask(requester, Math.floor(context.getRemainingTimeInMillis() * 0.95));
  const step = steps[Step];
  if (!step || SecretId !== UserSecretArn) throw new Error(`Unknown step ${Step} for ${SecretId}`);
  try {
    await step({ SecretId, version, task, containers });
  } catch (error) {
    // Lambda logs the error, whose own message may quote a password.
    throw new Error(task.describe(error));
  }
}

/** In the middle of a rotation, a change of the stack leaves the user the password that the rotation has set. */
async function choosePassword({ UserSecretArn: SecretId, UserName: user = '' }: Properties, task: Task) {
  const current = await readPassword({ SecretId }, task);
  const { version } = await readOwner(user, openCluster(properties, task));
  if (version === undefined || version === current.version) return current;
  return (await readPending({ SecretId, version, task })) ?? current;
}

type Pending = Pick<Rotation, 'version' | 'task'> & { readonly SecretId: string | undefined };

/** Nothing when the version does not exist, has no value, or is not waiting to become the current one. */
async function readPending({ SecretId, version, task }: Pending): Promise<Password | undefined> {
  const pending = { SecretId, VersionId: version, VersionStage: 'AWSPENDING' };
  return readPassword(pending, task).catch(unless('ResourceNotFoundException'));
}

async function createSecret(rotation: Rotation): Promise<void> {
  const { SecretId, version: ClientRequestToken, task } = rotation;
  if (await readPending(rotation)) return;
  const form = { PasswordLength: 32, ExcludePunctuation: true };
  const { RandomPassword } = await task.call((options) => secrets.getRandomPassword(form, options));
  const value = { SecretId, ClientRequestToken, SecretString: RandomPassword, VersionStages: ['AWSPENDING'] };
  // Another run may have been faster.
  await task
    .call((options) => secrets.putSecretValue(value, options))
    .catch(unless('ResourceExistsException'));
}

/** Afterwards the user has both passwords: the new one, and the current one that the containers have. */
async function setSecret(rotation: Rotation): Promise<void> {
  const { SecretId, version, task, containers } = rotation;
  const current = await readPassword({ SecretId }, task);
  const owner = await readUser(task);
  if (current.version === version || owner.version === version) return;
  const pending = await readPending(rotation);
  if (!pending) throw new Error(`Version ${version} of the secret has no password`);
  // The password before the current one ends now: no container may have it.
  if (owner.since !== undefined) await renewContainers(containers, owner.since, task);
  const run = openCluster(properties, task);
  if (owner.version !== undefined && owner.version !== current.version) {
    // A rotation that was given up has left another password.
    const [settings = ''] = await run(selectSettings);
    await run(`ALTER USER ${login(UserName, current.text, { version: current.version }, settings)}`);
  }
  await addPassword(pending, task);
}

async function addPassword({ text, version }: Password, task: Task): Promise<void> {
  const run = openCluster(properties, task);
  const [settings = ''] = await run(selectSettings);
  try {
    await run(changePassword(UserName, text, { version }, settings));
  } catch (error) {
    // The statement had been carried out, although it seemed to fail.
    if ((await readUser(task)).version !== version) throw error;
  }
}

/**
 * The function has no way through the network to log in itself. MySQL knows which version's password it has; the new
 * containers show that it opens the database, before the old ones end.
 */
async function testSecret(rotation: Rotation): Promise<void> {
  const { SecretId, version, task } = rotation;
  const owner = await readUser(task);
  if (owner.version === version) return;
  const pending = await readPending(rotation);
  const current = await readPassword({ SecretId }, task);
  // Secrets Manager tests a new schedule with a copy of the current version.
  if (pending?.text === current.text) return;
  throw new Error(`MySQL user "${UserName}" does not have the password of version ${version}`);
}

async function finishSecret(rotation: Rotation): Promise<void> {
  const { SecretId, version, task, containers } = rotation;
  const former = await readPassword({ SecretId }, task);
  if (former.version !== version) {
    // All that starts after that reads the new password.
    await awaitEndOfDeployment(containers, task);
    await testSecret(rotation);
    const run = openCluster(properties, task);
    const [settings = ''] = await run(selectSettings);
    const since = quote(JSON.stringify({ archc: { since: Date.now() } }), settings);
    await run(`ALTER USER '${UserName}'@'%' ATTRIBUTE ${since}`);
    const move = {
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: version,
      RemoveFromVersionId: former.version,
    };
    await task.call((options) => secrets.updateSecretVersionStage({ SecretId, ...move }, options));
  }
  const { version: found, since = 0 } = await readUser(task);
  // A change of the stack may have read the former password before that, and set it after.
  if (found !== version) await addPassword(await readPassword({ SecretId }, task), task);
  await renewOnce(containers, since, task);
}

async function readUser(task: Task): Promise<Owner> {
  const owner = await readOwner(UserName, openCluster(properties, task));
  refuseOthers(UserName, owner, task);
  return owner;
}

function unless(name: string): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof Error && error.name === name)) throw error;
  };
}
