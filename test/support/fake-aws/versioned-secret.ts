import { randomBytes } from 'node:crypto';
import { AwsError, startAwsEndpoint } from './aws-endpoint.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';

/** A secret with its versions: each has a text, once it is written, and labels. */
export interface VersionedSecret {
  readonly arn: string;
  readonly texts: Map<string, string>;
  /** The version that has each label. */
  readonly labels: Map<string, string>;
}

type Input = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Serves AWS Secrets Manager for one secret, as far as its rotation calls it. */
export async function startVersionedSecret(secret: VersionedSecret): Promise<AwsEndpoint> {
  const operations: Readonly<Record<string, (input: Input) => object>> = {
    GetSecretValue: ({ VersionId, VersionStage }) => {
      const label = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
      const labelled = label === undefined ? undefined : secret.labels.get(String(label));
      const version = String(VersionId ?? labelled);
      const text = secret.texts.get(version);
      // A version without a value is reported in the same way.
      if (text === undefined || (label !== undefined && labelled !== version)) {
        throw new AwsError(
          'ResourceNotFoundException',
          "Secrets Manager can't find the specified secret value",
        );
      }
      return { ARN: secret.arn, VersionId: version, SecretString: text };
    },
    GetRandomPassword: ({ PasswordLength }) => ({
      RandomPassword: randomBytes(Number(PasswordLength)).toString('hex').slice(0, Number(PasswordLength)),
    }),
    PutSecretValue: ({ ClientRequestToken, SecretString, VersionStages }) => {
      const version = String(ClientRequestToken);
      if ((secret.texts.get(version) ?? SecretString) !== SecretString) {
        throw new AwsError('ResourceExistsException', 'A version with this token exists');
      }
      secret.texts.set(version, String(SecretString));
      for (const label of VersionStages as readonly string[]) secret.labels.set(label, version);
      return { ARN: secret.arn, VersionId: version };
    },
    UpdateSecretVersionStage: ({ VersionStage, MoveToVersionId, RemoveFromVersionId }) => {
      const label = String(VersionStage);
      if (secret.labels.get(label) !== RemoveFromVersionId) {
        throw new AwsError('InvalidParameterException', `${label} is not attached to that version`);
      }
      secret.labels.set('AWSPREVIOUS', String(RemoveFromVersionId));
      secret.labels.set(label, String(MoveToVersionId));
      return { ARN: secret.arn };
    },
  };
  return startAwsEndpoint((operation, input) => {
    const answer = operations[operation];
    if (!answer) throw new AwsError('UnknownOperationException', operation);
    if (input.SecretId !== undefined && input.SecretId !== secret.arn) {
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return answer(input as Input);
  });
}
