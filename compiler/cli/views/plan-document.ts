import { version } from '../../../build/generated/version.ts';
import type { Json } from '../../deploy/approval/approval.ts';
import type { Planned } from '../../deploy/plan/prepare.ts';
import type { Promotion } from '../../deploy/promote.ts';
import { givenParameters } from '../../deploy/plan/wanted.ts';
import { toJson } from '../../diagnostics/controls.ts';
import type { Resolved } from '../../phases/results.ts';
import type { StackKind } from '../../template/template.ts';
import type { BuildSource } from '../files/find-source.ts';
import { sha256Of } from '../files/plan-file.ts';
import { planData } from './plan.ts';
import type { DeploymentTarget } from './plan.ts';

/**
 * The image of a plan: by its digest, or what another environment runs, or what it will be built from. A problem takes the
 * place of what is missing.
 */
export type PlannedImage =
  | { readonly uri: string }
  | { readonly promotion: PlannedPromotion }
  | { readonly source: BuildSource | string }
  | undefined;

/** What another environment runs, and where it has that from. Where it is in this one follows from the digest. */
export interface PlannedPromotion {
  readonly from: string;
  readonly repository: string;
  readonly digest: string;
}

export function describePromotion({ from, running }: Promotion): PlannedPromotion {
  const [repository = '', digest = ''] = running.split('@');
  return { from, repository, digest };
}

/** What a plan depends on besides the stacks. */
export interface PlanAbout {
  readonly resolved: Resolved;
  readonly target: DeploymentTarget;
  readonly stack: StackKind | undefined;
  readonly image: PlannedImage;
  readonly allowed: readonly string[];
  readonly serviceRole: string | undefined;
}

/** All that an approved plan says, and that must be so again when it is deployed: docs/approved-plans.md has each field. */
export function describePlan(planned: readonly Planned[], about: PlanAbout): Json {
  const { resolved, target, stack, image, allowed, serviceRole } = about;
  const { tree } = resolved;
  const plans = planned.map(({ plan }) => plan);
  const { stacks } = planData({ plans, target, resolved }) as { readonly stacks: readonly object[] };
  const content = {
    archc: version,
    spec: { file: tree.name, sha256: sha256Of(tree.text) },
    environment: tree.environment?.name ?? null,
    account: target.account,
    region: target.region,
    stack: stack ?? null,
    image: image ?? null,
    allowReplace: [...new Set(allowed)].sort(),
    roleArn: serviceRole ?? null,
    stacks: stacks.map((data, index) => ({ ...data, ...describeStates(planned[index]) })),
  };
  // As it will be read from a file.
  return JSON.parse(toJson(content)) as Json;
}

function describeStates(planned: Planned | undefined): object {
  if (!planned) return {};
  const { plan, deployed, deployedTemplate, changeSet } = planned;
  const { wanted, action } = plan;
  const isAsked = changeSet !== undefined || action === 'none';
  const isGiven = ([name]: readonly [string, string]) => name in wanted.parameters;
  return {
    comparedBy: isAsked ? 'CloudFormation' : 'templates',
    deployed: deployed
      ? {
          id: deployed.id,
          status: deployed.status,
          changedAt: new Date(deployed.changedAt).toISOString(),
          isProtected: deployed.isProtected,
          templateSha256: deployedTemplate === undefined ? null : sha256Of(deployedTemplate),
          // Only those of archc's own templates: another template's could be anything.
          parameters: Object.fromEntries(Object.entries(deployed.parameters).filter(isGiven)),
          tags: deployed.tags,
        }
      : null,
    wanted: {
      templateSha256: sha256Of(wanted.text),
      parameters: givenParameters(wanted),
      tags: wanted.tags,
    },
  };
}
