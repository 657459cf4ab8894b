import type { Client } from './clients/ecr.ts';
import { explainAwsError } from './failure.ts';
import type { EcrImage } from './model.ts';

/** The digest of an image; `undefined` when there is no such image or repository. */
export async function findDigest(image: EcrImage, ecr: Client): Promise<string | undefined> {
  const { account, region, repository, tag, digest } = image;
  try {
    const { imageDetails = [] } = await ecr.describeImages({
      registryId: account,
      repositoryName: repository,
      imageIds: [digest === undefined ? { imageTag: tag } : { imageDigest: digest }],
    });
    return imageDetails[0]?.imageDigest;
  } catch (error) {
    const failure = explainAwsError(error, 'DescribeImages', region);
    if (/^(Image|Repository)NotFoundException$/.test(failure.awsName)) return undefined;
    throw failure;
  }
}
