import type { EcrImage } from '../aws/model.ts';
import type { Deployment } from './deployment.ts';
import { DeploymentError } from './plan/deployment-error.ts';

const ecr =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^\s:@]+)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]{64}))?$/;
const ecrPublic = /^public\.ecr\.aws\/[^\s:@]+[:@][^\s/]+$/;

/** Whether a service may be able to pull it: an image in ECR or in ECR Public, with its tag or digest. */
export function isPullable(uri: string): boolean {
  return readEcrImage(uri) !== undefined || ecrPublic.test(uri);
}

/** `undefined` when it is in no private repository of ECR, or lacks both tag and digest. */
export function readEcrImage(uri: string): EcrImage | undefined {
  const [, account = '', region = '', repository = '', tag, digest] = ecr.exec(uri) ?? [];
  if (tag === undefined && digest === undefined) return undefined;
  return { account, region, repository, ...(tag && { tag }), ...(digest && { digest }) };
}

/**
 * The image's URI with its digest, from ECR. An image of ECR Public stays as it is: its registry says nothing about
 * images of others. Throws for one that the service could not pull.
 */
export async function resolveImage(uri: string, { aws, report }: Deployment): Promise<string> {
  const image = readEcrImage(uri);
  if (!image) return uri;
  const { account } = await aws.caller();
  if (image.account !== account) {
    throw new DeploymentError(
      `the image ${uri} is in account ${image.account}, and the service in ${account} may pull from its own repositories only: push the image to one of them first`,
    );
  }
  const digest = await aws.findDigest(image);
  if (digest === undefined) {
    throw new DeploymentError(
      `there is no image ${uri}: "aws ecr describe-images --region ${image.region} --repository-name ${image.repository}" lists those that are there`,
    );
  }
  const resolved = `${uri.replace(/[:@].*$/, '')}@${digest}`;
  if (resolved !== uri) report.step(`${uri} is ${digest}`);
  return resolved;
}
