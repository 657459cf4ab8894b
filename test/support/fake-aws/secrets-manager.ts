import { AwsError, startAwsEndpoint } from './aws-endpoint.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';

/** Serves AWS Secrets Manager for reading only, with the given secrets by ARN. */
export async function startSecretsManager(secrets: Map<string, string>): Promise<AwsEndpoint> {
  return startAwsEndpoint((operation, { SecretId }) => {
    if (operation !== 'GetSecretValue') throw new AwsError('UnknownOperationException', operation);
    const secret = secrets.get(String(SecretId));
    if (secret === undefined) {
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return { ARN: SecretId, VersionId: 'version-1', SecretString: secret };
  });
}
