import type { Aws } from '../../aws/aws.ts';
import type { DeployedStack, ValidationFinding } from '../../aws/model.ts';
import { readTemplate } from '../../template/read.ts';
import { refuseOthers } from './other-owner.ts';
import type { ChangeSets } from './change-sets.ts';
import { decide } from './decide.ts';
import type { DeployContext } from './deploy-context.ts';
import { DeploymentError } from './deployment-error.ts';
import { planByTemplates, planCreate, planReplace, planUpdate } from './plan.ts';
import type { StackPlan } from './plan.ts';
import { wordMove } from './runtime-move.ts';
import { decideTags } from './tags.ts';
import type { WantedStack } from './wanted.ts';
import { wordWayOut } from './way-out.ts';

/** A stack compared with what the spec wants. */
export type Prepared =
  /** An operation is in progress, so the stack can't be compared yet. */
  | { readonly state: 'busy'; readonly deployed: DeployedStack }
  /** AWS refuses the template, or the request as a whole. */
  | {
      readonly state: 'refused';
      readonly wanted: WantedStack;
      readonly reason: string;
      readonly findings: readonly ValidationFinding[];
    }
  | {
      readonly state: 'planned';
      readonly plan: StackPlan;
      readonly deployed: DeployedStack | undefined;
      /** The text of the deployed template, if the plan compares with it. */
      readonly deployedTemplate: string | undefined;
      /** The id of an update's change set, which belongs to this plan only. */
      readonly changeSet: string | undefined;
    };

/** A stack with its plan. */
export type Planned = Extract<Prepared, { state: 'planned' }>;

export interface Preparation {
  readonly aws: Aws;
  readonly changeSets: ChangeSets;
  readonly context: DeployContext;
  readonly keepsFailed: boolean;
}

/**
 * Plans one stack. For a stack that does not exist, no change set is created, because it would leave an empty stack.
 * `sharedChanges` says that the shared stack, from which this one imports, is changed first.
 */
export async function prepare(
  wanted: WantedStack,
  { aws, changeSets, context, keepsFailed }: Preparation,
  { sharedChanges = false }: { readonly sharedChanges?: boolean } = {},
): Promise<Prepared> {
  const deployed = await aws.describeStack(wanted.name);
  refuseOthers(deployed, wanted.kind, context.resolved);
  const decision = decide(deployed, { keepsFailed });
  const planned = (plan: StackPlan, deployedTemplate?: string, changeSet?: string) =>
    ({ state: 'planned', plan, deployed, deployedTemplate, changeSet }) as const;
  if (!deployed || decision.step === 'create') return planned(planCreate(wanted, context));
  if (decision.step === 'wait') return { state: 'busy', deployed };
  if (decision.step === 'stop') {
    const { because, wayOut } = decision;
    const way = wordWayOut(wayOut, wanted, context.resolved);
    throw new DeploymentError(
      `stack "${wanted.name}" is in ${deployed.status}: ${because}. To continue, ${way}`,
    );
  }
  if (decision.step === 'replace') {
    const resources = await aws.listResources(deployed.id);
    const because = `${deployed.status}: ${decision.because}`;
    return planned(planReplace(wanted, because, resources, context));
  }

  const { tags, note } = decideTags(deployed, wanted.tags, wanted.tagsAreFixed);
  const deployedTemplate = await aws.readTemplate(wanted.name);
  const before = readTemplate(deployedTemplate);
  const { id, changeSet, findings, isEmpty } = await changeSets.propose({
    stack: wanted.name,
    kind: 'update',
    template: wanted.text,
    parameters: wanted.parameters,
    tags,
  });
  const move =
    wanted.kind === 'backend' ? wordMove({ before, after: wanted.template.root }, context) : undefined;
  const notes = [move, note, ...notesOf(findings)].filter((each) => each !== undefined);
  if (isEmpty) {
    return planned({ wanted, action: 'none', changes: [], outputs: [], before, notes }, deployedTemplate);
  }
  if (changeSet.status === 'FAILED') {
    const reason = changeSet.reason ?? 'AWS gives no reason';
    if (!sharedChanges || !/No export named/.test(reason))
      return { state: 'refused', wanted, reason, findings };
    const plan = planByTemplates({ wanted, deployed, before }, context);
    return planned({ ...plan, notes: [...notes, ...plan.notes] }, deployedTemplate);
  }
  const plan = planUpdate({ wanted, deployed, before, changes: changeSet.changes }, context);
  return planned({ ...plan, notes }, deployedTemplate, id);
}

function notesOf(findings: readonly ValidationFinding[]): readonly string[] {
  return findings
    .filter(({ isFatal }) => !isFatal)
    .map(({ logicalId, reason }) => `AWS warns about ${logicalId}: ${reason}`);
}
