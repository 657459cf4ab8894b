import type { Aws } from '../aws/aws.ts';
import { AwsFailure } from '../aws/failure.ts';
import { outputValues } from '../aws/model.ts';
import type { DeployedStack, EcrImage } from '../aws/model.ts';
import { specWords } from '../diagnostics/shell-quote.ts';
import { sharedStackName } from '../modules/stack-names.ts';
import type { Resolved } from '../phases/results.ts';
import type { Building } from './building.ts';
import type { Deployment } from './deployment.ts';
import { readEcrImage } from './image.ts';
import { DeploymentError } from './plan/deployment-error.ts';
import { findRunningImage } from './promotable-image.ts';
import { environmentName } from '../modules/stack-owner.ts';

/** The environment whose image another one takes over, with the credentials for its account. */
export interface PromotionSource {
  readonly aws: Aws;
  readonly resolved: Resolved;
}

/** An image that one environment takes over from another. */
export interface Promotion {
  /** The name of the environment that runs it. */
  readonly from: string;
  /** What that environment runs, by its digest. */
  readonly running: string;
  /** Where it is in this environment; `undefined` as long as there is no repository yet. */
  readonly image: string | undefined;
  /** Whether it has to be copied to this environment's repository. */
  readonly copies: boolean;
  /** Copies it, and resolves to its URI here. The shared stack must be complete. */
  readonly take: () => Promise<string>;
}

/** Finds out what the source runs, and whether the image is in this environment's repository. Throws unless it runs well. */
export async function openPromotion(source: PromotionSource, deployment: Deployment): Promise<Promotion> {
  const { aws, context, report } = deployment;
  const from = environmentName(source.resolved);
  const { image: running, isFormer } = await explainDenial(findRunningImage(source, context.toolkit), source);
  report.step(`${from} runs ${running}`);
  if (isFormer) {
    report.step(`The last deployment of ${from} was rolled back: this is the image from before`);
  }
  const image = readEcrImage(running);
  const { digest } = image ?? {};
  // An image of ECR Public can be pulled from everywhere.
  if (!image || digest === undefined) {
    return { from, running, image: running, copies: false, take: () => Promise.resolve(running) };
  }
  const here = async (): Promise<string | undefined> => {
    const stack = await aws.describeStack(sharedStackName(context.resolved.spec));
    const repository = repositoryOf(stack);
    return repository === undefined ? undefined : `${repository}@${digest}`;
  };
  const found = await here();
  const isThere = found === running || (found !== undefined && (await isIn(found, aws)));
  const take = async () => {
    const uri = await here();
    const to = uri === undefined ? undefined : readEcrImage(uri);
    if (uri === undefined || !to) {
      throw new DeploymentError(
        `stack "${sharedStackName(context.resolved.spec)}" has no repository for the image of ${from}: deploy it first`,
      );
    }
    if (uri !== running) await copy({ ...image, digest }, to, source, deployment);
    return uri;
  };
  return { from, running, image: found, copies: !isThere, take };
}

function repositoryOf(stack: DeployedStack | undefined): string | undefined {
  return outputValues(stack?.outputs ?? [])['RepositoryUri'];
}

async function isIn(uri: string, aws: Aws): Promise<boolean> {
  const image = readEcrImage(uri);
  return image !== undefined && (await aws.findDigest(image)) === image.digest;
}

async function copy(
  from: EcrImage & { readonly digest: string },
  to: EcrImage,
  source: PromotionSource,
  { aws, report, sleep, signal }: Deployment,
): Promise<void> {
  const { copyImage } = await import('../aws/registry/copy-image.ts');
  const { openRepository } = await import('../aws/registry/open-repository.ts');
  const [tags, ownLogin, login] = await Promise.all([
    explainDenial(source.aws.findTags(from), source),
    aws.logIn(to.region),
    explainDenial(source.aws.logIn(from.region), source),
  ]);
  const line = (text: string) => {
    report.step(text);
  };
  const there = openRepository(from, login);
  const isCopied = await copyImage({
    // What is refused there is another role's permission.
    from: { ...there, send: (request) => explainDenial(there.send(request), source) },
    to: openRepository(to, ownLogin),
    digest: from.digest,
    tags,
    report: line,
    signal,
    sleep,
  });
  if (!isCopied) line('The image is there already');
}

/** The permissions for the other environment are printed by another command. */
async function explainDenial<T>(work: Promise<T>, { resolved }: PromotionSource): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind !== 'denied') throw error;
    const way = `archc policy ${specWords(resolved.tree)} --promotion`;
    const message = error.message.replace('archc policy SPEC', way);
    throw new AwsFailure(error.kind, error.awsName, message);
  }
}

/** Copies the image when it is wanted. */
export function promoteLater({ from, take }: Promotion, { report }: Deployment): Building {
  return {
    finish: async () => {
      report.step(`Copying the image that ${from} runs`);
      const image = await take();
      report.step(`The image is ${image}`);
      return image;
    },
    stop: () => Promise.resolve(),
  };
}
