import type { Client } from '../clients/ecr.ts';
import { demandIn, explainAwsError } from '../failure.ts';
import type { EcrImage } from '../model.ts';
import type { RequestHandler } from '../request-handler.ts';
import type { Repository } from './model.ts';
import { openRepository } from './open-repository.ts';

interface Access {
  /** In the image's region. */
  readonly ecr: Client;
  /** For registries. */
  readonly requestHandler: RequestHandler;
}

/**
 * Opens the image's repository. The login is for every registry of the region, and lasts for twelve hours:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
 */
export async function logIn(
  { account, region, repository }: EcrImage,
  { ecr, requestHandler }: Access,
): Promise<Repository> {
  const operation = 'GetAuthorizationToken';
  const { authorizationData = [] } = await ecr.getAuthorizationToken({}).catch((error: unknown) => {
    throw explainAwsError(error, operation, region);
  });
  const token = demandIn(authorizationData[0]?.authorizationToken, operation, region);
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
  return openRepository({ host, name: repository, region, authorization: `Basic ${token}`, requestHandler });
}
