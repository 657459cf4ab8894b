import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { Task } from '../../handlers/task.ts';

export const secrets = new SecretsManager();

/** A version of the user's secret. */
export interface Password {
  readonly text: string;
  readonly version: string | undefined;
}

/** Reads a secret, in the version that is current when none is named. */
export async function readPassword(
  version: { SecretId: string | undefined; VersionId?: string; VersionStage?: string },
  task: Task,
): Promise<Password> {
  const { SecretString: text, VersionId } = await task.call((options) =>
    secrets.getSecretValue(version, options),
  );
  if (!text) throw new Error(`Secret ${version.SecretId ?? ''} holds no text`);
  return { text, version: VersionId };
}
