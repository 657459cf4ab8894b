import { randomBytes } from 'node:crypto';
import { answering } from '../../handlers/answering.ts';
import type { LambdaContext, Properties, ResourceRequest } from '../../handlers/request.ts';
import { startTask } from '../../handlers/task.ts';
import type { Task } from '../../handlers/task.ts';
import { openCluster } from './cluster.ts';
import type { Run } from './cluster.ts';
import { renew } from './containers.ts';
import type { Containers } from './containers.ts';
import { mySqlDatabase } from './my-sql-database.ts';
import { readOwner, refuseOthers } from './owner.ts';
import type { Owner } from './owner.ts';
import { readPassword, secrets } from './password.ts';
import type { Password } from './password.ts';
import { login, quote, selectSettings } from './sql.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html */
export interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;
  /** The id of the secret's new version. */
  readonly ClientRequestToken: string;
}

/** What a step works on. */
interface Rotation {
  readonly SecretId: string;
  readonly version: string;
  readonly current: Password;
  /** Missing until it is written. */
  readonly pending: Password | undefined;
  readonly owner: Owner;
  readonly run: Run;
  readonly settings: string;
  readonly task: Task;
  readonly containers: Containers;
}

/** Types leave no trace in the template, which has no room for all of these words. Every step can be repeated. */
interface Steps {
  readonly [step: string]: ((rotation: Rotation) => Promise<void> | void) | undefined;
  /** Another run may have been faster to write the new version. */
  createSecret(rotation: Rotation): Promise<void>;
  /**
   * Afterwards the user has two passwords: the new one, and the current one that the containers have. The one before the
   * current one ends: containers that did not start anew after the last rotation still have it. A rotation that was
   * given up may have left a password of its own.
   */
  setSecret(rotation: Rotation): Promise<void>;
  /**
   * The function has no way through the network to log in. MySQL tells which version's password it took, and the new
   * containers show that they get in, before the old ones end. A new schedule is tested with a copy of the current version.
   */
  testSecret(rotation: Rotation): void;
  /**
   * All containers that start after it read the new password. A change of the stack may have read the former one before,
   * and set it after.
   */
  finishSecret(rotation: Rotation): Promise<void>;
}

// The properties of the custom resource, which Secrets Manager does not send, and the stack's id.
const { StackId = '', ...properties }: Properties = process.env;
const { UserName: user = '' } = properties;
const account = `'${user}'@'%'`;

/** Custom::MySqlDatabase, and the rotation of its user's password (ADR 29). */
export function rotating(
  containers: Containers,
): (event: ResourceRequest | RotationEvent, context: LambdaContext) => Promise<void> {
  const answer = answering(mySqlDatabase(choosePassword));
  return async (event, context) => {
    if (!('Step' in event)) return answer(event, context);
    const { Step, SecretId, ClientRequestToken: version } = event;
    console.log(Step, version);
    const time = Math.floor(context.getRemainingTimeInMillis() * 0.95);
    const task = startTask({ StackId, LogicalResourceId: 'Database' }, time);
    try {
      const step = steps[Step];
      if (!step) throw new Error(`Unknown step ${Step}`);
      const run = openCluster(properties, task);
      const current = await readPassword({ SecretId }, task);
      const pending = await readPending(SecretId, version, task);
      const owner = await readUser(run, task);
      const [settings = ''] = await run(selectSettings);
      await step({ SecretId, version, current, pending, owner, run, settings, task, containers });
    } catch (error) {
      // Lambda logs it, and its own message may quote a password.
      throw new Error(task.describe(error));
    }
  };
}

// In the middle of a rotation, a change of the stack leaves the user its password.
async function choosePassword({ UserSecretArn: id, UserName = '' }: Properties, task: Task) {
  const { version } = await readOwner(UserName, openCluster(properties, task));
  return (version && (await readPending(id, version, task))) || readPassword({ SecretId: id }, task);
}

function readPending(id: string | undefined, version: string, task: Task): Promise<Password | undefined> {
  const pending = { SecretId: id, VersionId: version, VersionStage: 'AWSPENDING' };
  return readPassword(pending, task).catch(unless('ResourceNotFoundException'));
}

async function readUser(run: Run, task: Task): Promise<Owner> {
  const owner = await readOwner(user, run);
  refuseOthers(user, owner, task);
  return owner;
}

const steps: Steps = {
  async createSecret({ SecretId, version, pending, task }) {
    if (pending) return;
    const value = { SecretString: randomBytes(16).toString('hex'), VersionStages: ['AWSPENDING'] };
    const put = { SecretId, ClientRequestToken: version, ...value };
    await task
      .call((options) => secrets.putSecretValue(put, options))
      .catch(unless('ResourceExistsException'));
  },

  async setSecret(rotation) {
    const { version, current, pending, owner, run, settings, task, containers } = rotation;
    if ([owner.version, current.version].includes(version)) return;
    if (!pending) throw new Error(`Version ${version} of the secret is not pending`);
    if (owner.since) await renew(containers, owner.since, task);
    if (owner.version && owner.version !== current.version) {
      await run(`ALTER USER ${login(user, current.text, { version: current.version }, settings)}`);
    }
    await addPassword(pending, rotation);
  },

  testSecret({ version, current, pending, owner }) {
    if (owner.version === version || pending?.text === current.text) return;
    throw new Error(`MySQL user "${user}" does not have the password of version ${version}`);
  },

  async finishSecret(rotation) {
    const { SecretId, version, current, run, task, containers } = rotation;
    if (current.version !== version) {
      await renew(containers, 0, task);
      steps.testSecret({ ...rotation, owner: await readUser(run, task) });
      await run(`ALTER USER ${account} ATTRIBUTE '{"archc": {"since": ${Date.now()}}}'`);
      const move = { MoveToVersionId: version, RemoveFromVersionId: current.version };
      const stage = { SecretId, VersionStage: 'AWSCURRENT', ...move };
      await task.call((options) => secrets.updateSecretVersionStage(stage, options));
    }
    const { version: found, since = 0 } = await readUser(run, task);
    if (found !== version) await addPassword(await readPassword({ SecretId }, task), rotation);
    await renew(containers, since, task, false);
  },
};

// MySQL refuses this a second time, because a password can't follow itself; so the former one is not lost.
async function addPassword({ text, version }: Password, { run, settings, task }: Rotation): Promise<void> {
  const how = 'RETAIN CURRENT PASSWORD PASSWORD HISTORY 1';
  const attribute = `'{"archc": {"version": "${version}"}}'`;
  try {
    await run(`ALTER USER ${account} IDENTIFIED BY ${quote(text, settings)} ${how} ATTRIBUTE ${attribute}`);
  } catch (error) {
    if ((await readUser(run, task)).version !== version) throw error;
  }
}

function unless(name: string): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof Error && error.name === name)) throw error;
  };
}
