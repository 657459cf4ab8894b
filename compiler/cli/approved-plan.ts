import type { Deployment } from '../deploy/deployment.ts';
import { compareDocuments } from '../deploy/approval/compare-documents.ts';
import { fieldsOf } from '../deploy/approval/approval.ts';
import type { Approval, Json } from '../deploy/approval/approval.ts';
import { DeploymentError } from '../deploy/plan/deployment-error.ts';
import { isPullable, resolveImage } from '../deploy/image.ts';
import { fileWord, shellWord, specWords } from '../diagnostics/shell-quote.ts';
import type { Resolved } from '../phases/results.ts';
import type { StackKind } from '../template/template.ts';
import { findSource } from './files/find-source.ts';
import type { PlanFile } from './files/plan-file.ts';
import { roleArn } from './flags/words.ts';
import { UsageError } from './usage-error.ts';
import { describePlan } from './views/plan-document.ts';
import type { PlanAbout, PlannedImage } from './views/plan-document.ts';
import type { DeploymentTarget } from './views/plan.ts';

/** What an approved plan decides, where otherwise flags do. */
export interface Orders {
  /** `undefined` for a spec without environments. */
  readonly environment: string | undefined;
  readonly stack: StackKind | undefined;
  /** The image to deploy; `undefined` when one is built, or none is needed. */
  readonly image: string | undefined;
  readonly allowed: readonly string[];
  readonly serviceRole: string | undefined;
}

/** Throws for a file that archc can't have written, although its checksum is right. */
export function readOrders({ content }: PlanFile, file: string): Orders {
  const { environment, stack, image, allowReplace, roleArn: role } = fieldsOf(content) ?? {};
  const uri = fieldsOf(image)?.['uri'];
  const isText = (value: Json | undefined): value is string => typeof value === 'string';
  const allowed = Array.isArray(allowReplace) ? (allowReplace as readonly Json[]).filter(isText) : [];
  if (environment !== null && !isText(environment)) throw foreign(file, 'environment');
  const isKind = stack === 'shared' || stack === 'backend';
  if (!isKind && stack !== null) throw foreign(file, 'stack');
  if (uri !== undefined && !(isText(uri) && isPullable(uri))) throw foreign(file, 'image');
  if (role !== null && !isText(role)) throw foreign(file, 'roleArn');
  return {
    environment: environment ?? undefined,
    stack: isKind ? stack : undefined,
    image: uri,
    allowed,
    serviceRole: role === null ? undefined : roleArn.parse(role, 'role-arn'),
  };
}

function foreign(file: string, field: string): UsageError {
  return new UsageError(`${file} is no plan of archc: its field "${field}" is not as archc writes it`);
}

interface ToDeploy {
  readonly plan: PlanFile;
  readonly file: string;
  readonly orders: Orders;
  readonly resolved: Resolved;
  readonly target: DeploymentTarget;
}

/** The approval by a plan, with what the present situation is compared with. */
export async function openApproval(
  { plan, file, orders, resolved, target }: ToDeploy,
  deployment: Deployment,
): Promise<Approval> {
  const image = await findImage(orders, resolved, deployment);
  const about: PlanAbout = { ...orders, resolved, target, image };
  const found = image && 'source' in image && typeof image.source === 'object' ? image.source : undefined;
  return {
    compare: (planned) => {
      const stacks = planned.length === 0 ? { stacks: [] } : {};
      return compareDocuments({ ...fieldsOf(plan.content), ...stacks }, describePlan(planned, about));
    },
    planAnew: planWords(orders, resolved, file),
    record: { file, sha256: plan.sha256, ...(found && { commit: found.commit }) },
  };
}

/** What the plan's image is now. A problem takes the place of what is missing, and then differs from the plan. */
async function findImage(
  { image, stack }: Orders,
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

/** The command that makes the plan anew. */
function planWords({ stack, image, allowed, serviceRole }: Orders, { tree }: Resolved, file: string): string {
  return [
    `archc plan ${specWords(tree)}`,
    ...(stack === undefined ? [] : [`--stack ${stack}`]),
    ...(image === undefined ? [] : [`--image ${shellWord(image)}`]),
    ...allowed.map((id) => `--allow-replace ${shellWord(id)}`),
    ...(serviceRole === undefined ? [] : [`--role-arn ${shellWord(serviceRole)}`]),
    `--out ${fileWord(file)}`,
  ].join(' ');
}
