import type { Deployment } from '../deploy/deployment.ts';
import { resolveImage } from '../deploy/image.ts';
import { DeploymentError } from '../deploy/plan/deployment-error.ts';
import type { Promotion } from '../deploy/promote.ts';
import type { Resolved } from '../phases/results.ts';
import type { StackKind } from '../template/template.ts';
import { findSource } from './files/find-source.ts';
import type { OpenPromotion } from './open-promotion.ts';
import { describePromotion } from './views/plan-document.ts';
import type { PlannedImage, PlannedPromotion } from './views/plan-document.ts';

/** What an approved plan says of its image. */
interface Approved {
  readonly image: string | undefined;
  readonly promotion: PlannedPromotion | undefined;
  readonly stack: StackKind | undefined;
}

interface FoundPromotion {
  /** `undefined` when the other environment's image can't be promoted. */
  readonly promotion: Promotion | undefined;
  readonly image: PlannedImage;
}

/** What the environment of the plan runs now; `undefined` for a plan without one. */
export async function findPromotion(
  open: OpenPromotion,
  { promotion: approved }: Approved,
  deployment: Deployment,
): Promise<FoundPromotion | undefined> {
  if (approved === undefined) return undefined;
  try {
    const promotion = await open(deployment);
    return promotion && { promotion, image: { promotion: describePromotion(promotion) } };
  } catch (error) {
    if (!(error instanceof DeploymentError)) throw error;
    // A line of its own has room for the reason.
    deployment.report.step(error.message.replace(/^./, (first) => first.toUpperCase()));
    return { promotion: undefined, image: { promotion: { ...approved, digest: 'none' } } };
  }
}

/** What the plan's image is now, if it is not promoted. A problem takes the place of what is missing, and then differs from the plan. */
export async function findImage(
  { image, stack }: Approved,
  resolved: Resolved,
  deployment: Deployment,
): Promise<PlannedImage> {
  if (image === undefined) return stack === 'shared' ? undefined : { source: sourceOf(resolved) };
  try {
    return { uri: await resolveImage(image, deployment) };
  } catch (error) {
    if (!(error instanceof DeploymentError)) throw error;
    return { uri: error.message };
  }
}

function sourceOf({ spec, tree }: Resolved): Extract<PlannedImage, { source: unknown }>['source'] {
  const found = findSource(tree.name, spec.backend.build);
  return found.ok ? found.source : found.problem;
}

/** The deployment, whose builds fail if the source is another one by the time that they end. */
export function holdingToSource(deployment: Deployment, resolved: Resolved): Deployment {
  const before = idsOf(resolved);
  const demandSame = <T>(built: T): T => {
    const after = idsOf(resolved);
    if (after === before) return built;
    throw new DeploymentError(
      `the source of the image changed while it was built: the image is not deployed (${after})`,
    );
  };
  return {
    ...deployment,
    buildImage: async () => demandSame(await deployment.buildImage()),
    buildAhead: async (stop) => demandSame(await deployment.buildAhead(stop)),
  };
}

function idsOf(resolved: Resolved): string {
  const source = sourceOf(resolved);
  if (typeof source === 'string') return source;
  const { context, dockerfile } = source;
  return JSON.stringify({ context, dockerfile });
}
