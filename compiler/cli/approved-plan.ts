import type { Deployment } from '../deploy/deployment.ts';
import { compareDocuments } from '../deploy/approval/compare-documents.ts';
import { fieldsOf } from '../deploy/approval/approval.ts';
import type { Approval, Json } from '../deploy/approval/approval.ts';
import { isPullable } from '../deploy/image.ts';
import type { Planned } from '../deploy/plan/prepare.ts';
import type { Promotion } from '../deploy/promote.ts';
import { fileWord, shellWord, specWords } from '../diagnostics/shell-quote.ts';
import type { Resolved } from '../phases/results.ts';
import type { StackKind } from '../template/template.ts';
import { findImage, findPromotion } from './approved-image.ts';
import type { PlanFile } from './files/plan-file.ts';
import { roleArn } from './flags/words.ts';
import type { OpenPromotion } from './open-promotion.ts';
import { UsageError } from './usage-error.ts';
import { describePlan } from './views/plan-document.ts';
import type { PlanAbout, PlannedImage, PlannedPromotion } from './views/plan-document.ts';
import type { DeploymentTarget } from './views/plan.ts';

/** What an approved plan decides, where otherwise flags do. */
export interface Orders {
  /** `undefined` for a spec without environments. */
  readonly environment: string | undefined;
  readonly stack: StackKind | undefined;
  /** The image to deploy; `undefined` when one is built or promoted, or none is needed. */
  readonly image: string | undefined;
  /** The environment whose image is promoted, and what that ran. */
  readonly promotion: PlannedPromotion | undefined;
  readonly allowed: readonly string[];
  readonly serviceRole: string | undefined;
}

/** Throws for a file that archc can't have written, although its checksum is right. */
export function readOrders({ content }: PlanFile, file: string): Orders {
  const { environment, stack, image, allowReplace, roleArn: role } = fieldsOf(content) ?? {};
  const { uri, promotion } = fieldsOf(image) ?? {};
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
    promotion: promotion === undefined ? undefined : readPromotion(promotion, environment, file),
    allowed,
    serviceRole: role === null ? undefined : roleArn.parse(role, 'role-arn'),
  };
}

/** Only what a spec with environments can have promoted. */
function readPromotion(promotion: Json, environment: string | null, file: string): Orders['promotion'] {
  const { from, repository, digest } = fieldsOf(promotion) ?? {};
  const isText = typeof repository === 'string' && typeof digest === 'string';
  if (!isText || typeof from !== 'string') throw foreign(file, 'image');
  if (environment === null || from === environment) throw foreign(file, 'image');
  return { from, repository, digest };
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
  /** Opens the promotion that the plan has, if any. */
  readonly openPromotion: OpenPromotion;
  /** From --from-profile. */
  readonly profile: string | undefined;
}

interface Opened {
  readonly approval: Approval;
  /** The promotion that the plan has, if its image is what that environment still runs. */
  readonly promotion: Promotion | undefined;
}

/** The approval by a plan, with what the present situation is compared with. */
export async function openApproval(
  { plan, file, orders, resolved, target, openPromotion, profile }: ToDeploy,
  deployment: Deployment,
): Promise<Opened> {
  const compareWith = (image: PlannedImage, planned: readonly Planned[]) => {
    const about: PlanAbout = { ...orders, resolved, target, image };
    const stacks = planned.length === 0 ? { stacks: [] } : {};
    return compareDocuments({ ...fieldsOf(plan.content), ...stacks }, describePlan(planned, about));
  };
  const approved = orders.promotion && { promotion: orders.promotion };
  // Where the plan is for another place or spec, the other environment is not the planned one either.
  const isPlanned = approved === undefined || compareWith(approved, []).length === 0;
  const promotion = isPlanned ? await findPromotion(openPromotion, orders, deployment) : undefined;
  const image = isPlanned ? (promotion?.image ?? (await findImage(orders, resolved, deployment))) : approved;
  const found = image && 'source' in image && typeof image.source === 'object' ? image.source : undefined;
  return {
    promotion: promotion?.promotion,
    approval: {
      compare: (planned) => compareWith(image, planned),
      planAnew: planWords({ ...orders, profile }, resolved, file),
      record: { file, sha256: plan.sha256, ...(found && { commit: found.commit }) },
    },
  };
}

/** The command that makes the plan anew. */
function planWords(
  { stack, image, promotion, profile, allowed, serviceRole }: Orders & Pick<ToDeploy, 'profile'>,
  { tree }: Resolved,
  file: string,
): string {
  return [
    `archc plan ${specWords(tree)}`,
    ...(stack === undefined ? [] : [`--stack ${stack}`]),
    ...(image === undefined ? [] : [`--image ${shellWord(image)}`]),
    ...(promotion === undefined ? [] : [`--promote-from ${promotion.from}`]),
    ...(profile === undefined ? [] : [`--from-profile ${shellWord(profile)}`]),
    ...allowed.map((id) => `--allow-replace ${shellWord(id)}`),
    ...(serviceRole === undefined ? [] : [`--role-arn ${shellWord(serviceRole)}`]),
    `--out ${fileWord(file)}`,
  ].join(' ');
}
