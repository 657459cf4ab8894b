import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { Task } from '../../handlers/task.ts';

export const secrets = new SecretsManager();

/** A version of the user's secret. */
export interface Password {
  readonly text: string;
  readonly version: string | undefined;
}

type Version = Parameters<(typeof secrets)['getSecretValue']>[0];

/** Reads a secret, in the version that is current when none is named. */
export async function readPassword(version: Version, task: Task): Promise<Password> {
  const found = await task.call((options) => secrets.getSecretValue(version, options));
  if (!found.SecretString) throw new Error(`Secret ${version.SecretId ?? ''} holds no text`);
  return { text: found.SecretString, version: found.VersionId };
}
