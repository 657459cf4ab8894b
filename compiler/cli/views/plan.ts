import { actionWords, actions, countByAction } from '../../change/action.ts';
import { costChange } from '../../cost/cost-change.ts';
import type { CostChange } from '../../cost/cost-change.ts';
import { resourceCosts } from '../../cost/resource-costs.ts';
import type { ResourceCosts } from '../../cost/resource-costs.ts';
import type { PlannedChange, StackPlan } from '../../deploy/plan/plan.ts';
import type { Resolved } from '../../phases/results.ts';
import type { SpecTree } from '../../spec/model.ts';
import { areaOf } from '../../template/areas.ts';
import { changeData, differenceData } from './change-data.ts';
import { renderFollowing, renderProperty, renderRemarks } from './change-text.ts';
import { wordFollowing, wordName, wordProperty } from './change-words.ts';
import { wordCostChange } from './cost-change.ts';
import { wordCosts } from './cost-words.ts';
import { painter } from './paint.ts';
import type { Paint } from './paint.ts';
import { groupByArea, renderGroups } from './plan-groups.ts';
import { placesIn, wordPlace } from './spec-place.ts';
import type { PlaceOf } from './spec-place.ts';

/** Where the stacks are deployed. */
export interface DeploymentTarget {
  readonly account: string;
  readonly region: string;
}

export interface PlanReport {
  readonly plans: readonly StackPlan[];
  readonly target: DeploymentTarget;
  readonly resolved: Resolved;
  /** Whether people see every resource of a new stack, and not groups of them. */
  readonly listsAll?: boolean | undefined;
  /** How many characters a line of groups may have. */
  readonly columns?: number | undefined;
}

/** As many as fit into a comment on a pull request. */
const usualColumns = 100;

/**
 * Plans for people: each change with the line of the spec that it comes from. What a new stack creates is shown by areas,
 * since a line for each resource would say little more.
 */
export function renderPlan(report: PlanReport, colour: boolean): string {
  const { plans, target, resolved, listsAll = false, columns = usualColumns } = report;
  const { account, region } = target;
  const { tree } = resolved;
  const costs = resourceCosts(
    resolved.spec.region,
    plans.map(({ wanted }) => ({ stack: wanted.kind, root: wanted.template.root })),
  );
  const rendering = { listsAll, columns, tree, placeOf: placesIn(tree), paint: painter(colour), costs };
  const lines = plans.flatMap((plan) => [...renderStack(plan, rendering), '']);
  const { environment } = tree;
  const where = `${region} of account ${account}`;
  const heading = environment ? `Environment ${environment.name}, in ${where}:` : `In ${where}:`;
  const cost = wordCostChange(costOfPlans(plans, resolved)).flatMap((line) => [line, '']);
  return [heading, '', ...lines, ...cost, ''].join('\n').replace(/\n+$/, '\n');
}

/** What the plans of all stacks together do to the costs. */
function costOfPlans(plans: readonly StackPlan[], { spec }: Resolved): CostChange | undefined {
  return costChange(
    spec.region,
    plans.map(({ wanted, before }) => ({ stack: wanted.kind, before, after: wanted.template.root })),
  );
}

interface Rendering {
  readonly listsAll: boolean;
  readonly columns: number;
  readonly tree: SpecTree;
  /** By the kind of the stack. */
  readonly costs: ReadonlyMap<string, ResourceCosts>;
  readonly placeOf: PlaceOf;
  readonly paint: Paint;
}

function renderStack(plan: StackPlan, rendering: Rendering): readonly string[] {
  const { wanted, action, because, outputs, notes } = plan;
  const { listsAll, placeOf, tree } = rendering;
  const isGrouped = !listsAll && (action === 'create' || action === 'replace');
  const isInGroup = (change: PlannedChange) => isGrouped && change.action === 'create';
  const changes = plan.changes.filter((change) => change.action !== 'follow' && !isInGroup(change));
  const groups = groupByArea(plan.changes.filter(isInGroup), wanted.template, tree);
  const width = Math.max(0, ...changes.map((change) => wordName(change).length));
  return [
    `${wanted.name}: ${summarizePlan(plan)}`,
    ...(action === 'replace' && because !== undefined ? [`  The stack is deleted first. ${because}`] : []),
    ...changes.flatMap((change) => renderChange(change, width, rendering)),
    ...renderGroups(groups, { ...rendering, costs: rendering.costs.get(wanted.kind) ?? new Map() }),
    ...renderFollowing(wordFollowing(plan.changes)),
    ...outputs.map(
      (output) => `  ${actionWords.update.sign} output ${renderProperty(wordProperty(output, placeOf))}`,
    ),
    ...wordCosts(plan.changes).map((line) => `  ${line}`),
    ...notes.map((note) => `  Note: ${note}`),
  ];
}

/** "1 to replace, 2 to create". */
function summarizePlan({ action, changes, outputs }: StackPlan): string {
  if (action === 'none') return 'no changes';
  const counts = countByAction(changes);
  const parts = [
    ...actions.map((each) => [counts[each], actionWords[each].counted] as const),
    [outputs.length, 'in the outputs'] as const,
  ]
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`);
  const summary = parts.length === 0 ? 'settings of the stack itself change' : parts.join(', ');
  return action === 'create' ? `a new stack, ${summary}` : summary;
}

/** The width is that of the column with the names. */
function renderChange(
  change: PlannedChange,
  width: number,
  { placeOf, paint }: Rendering,
): readonly string[] {
  const { type, action, properties, from } = change;
  const { sign, active, colour } = actionWords[action];
  // Properties show their own places in the spec.
  const place = properties.some((each) => each.from) ? '' : `  (${wordPlace(placeOf(from))})`;
  return [
    `  ${paint(`${sign} ${active}`, colour)}  ${wordName(change).padEnd(width)}  ${type}${place}`,
    ...properties.map((property) => `      ${renderProperty(wordProperty(property, placeOf))}`),
    ...renderRemarks(change, paint),
  ];
}

/** The name of the environment, for programs; nothing for a spec without environments. */
export function environmentOf({ tree: { environment } }: Resolved): { readonly environment?: string } {
  return environment ? { environment: environment.name } : {};
}

/** Plans for programs; docs/deploying.md describes the form. */
export function planData({ plans, target, resolved }: PlanReport): object {
  const { tree } = resolved;
  const placeOf = placesIn(tree);
  return {
    account: target.account,
    region: target.region,
    spec: tree.name,
    ...environmentOf(resolved),
    cost: costOfPlans(plans, resolved) ?? null,
    stacks: plans.map(({ wanted, action, because, changes, outputs, notes }) => ({
      stack: wanted.name,
      kind: wanted.kind,
      action,
      ...(because !== undefined && { because }),
      changes: changes.map(({ from, ...change }) => ({
        ...changeData(change, placeOf),
        ...areaData(change),
        spec: placeOf(from),
      })),
      outputs: outputs.map((output) => differenceData(output, placeOf)),
      notes,
    })),
  };
}

function areaData({ type }: Pick<PlannedChange, 'type'>): { readonly area?: string } {
  const area = areaOf(type);
  return area ? { area: area.id } : {};
}
