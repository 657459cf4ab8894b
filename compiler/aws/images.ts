import type { Client } from './clients/ecr.ts';
import { explainAwsError } from './failure.ts';
import type { EcrImage } from './model.ts';
import { openRequestHandler } from './request-handler.ts';
import type { Repository } from './registry/model.ts';
import type { Shell } from './shell.ts';

/** What archc does with images, in any region. Every method rejects with an `AwsFailure`. */
export interface Images {
  /** The digest of an image; `undefined` when there is no such image or repository. */
  findDigest(image: EcrImage): Promise<string | undefined>;
  /** None also when there is no such image. */
  findTags(image: EcrImage): Promise<readonly string[]>;
  /** Opens the image's repository for copying. */
  openRepository(image: EcrImage): Promise<Repository>;
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
    async openRepository(image) {
      const { logIn } = await import('./registry/log-in.ts');
      const requestHandler = await openRequestHandler(shell, 'registry');
      return logIn(image, { ecr: await openEcr(image.region), requestHandler });
    },
  };
}
