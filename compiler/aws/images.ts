import type { Client } from './clients/ecr.ts';
import { demandIn, explainAwsError } from './failure.ts';
import type { EcrImage } from './model.ts';
import { openRequestHandler } from './request-handler.ts';
import type { RequestHandler } from './request-handler.ts';
import type { Shell } from './shell.ts';

/** What archc does with images, in any region. Every method rejects with an `AwsFailure`. */
export interface Images {
  /** The digest of an image; `undefined` when there is no such image or repository. */
  findDigest(image: EcrImage): Promise<string | undefined>;
  /** None also when there is no such image. */
  findTags(image: EcrImage): Promise<readonly string[]>;
  /**
   * Logs in to every registry of a region, for twelve hours:
   * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
   */
  logIn(region: string): Promise<RegistryLogin>;
}

/** What requests to a registry need. */
export interface RegistryLogin {
  /** The value of the header. */
  readonly authorization: string;
  readonly requestHandler: RequestHandler;
}

export function openImages(openEcr: (region: string) => Promise<Client>, shell: Shell): Images {
  async function describe({ account, region, repository, tag, digest }: EcrImage) {
    const ecr = await openEcr(region);
    try {
      const { imageDetails = [] } = await ecr.describeImages({
        registryId: account,
        repositoryName: repository,
        imageIds: [digest === undefined ? { imageTag: tag } : { imageDigest: digest }],
      });
      return imageDetails[0];
    } catch (error) {
      const failure = explainAwsError(error, 'DescribeImages', region);
      if (/^(Image|Repository)NotFoundException$/.test(failure.awsName)) return undefined;
      throw failure;
    }
  }

  return {
    findDigest: async (image) => (await describe(image))?.imageDigest,
    findTags: async (image) => (await describe(image))?.imageTags ?? [],
    async logIn(region) {
      const operation = 'GetAuthorizationToken';
      const ecr = await openEcr(region);
      const { authorizationData = [] } = await ecr.getAuthorizationToken({}).catch((error: unknown) => {
        throw explainAwsError(error, operation, region);
      });
      const token = demandIn(authorizationData[0]?.authorizationToken, operation, region);
      const requestHandler = await openRequestHandler(shell, 'registry');
      return { authorization: `Basic ${token}`, requestHandler };
    },
  };
}
