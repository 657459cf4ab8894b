import type { Difference } from '../../change/difference.ts';
import type { PlannedChange, StackPlan } from '../../deploy/plan/plan.ts';
import type { Place } from '../../diagnostics/diagnostic.ts';
import { linesOf, locate, placeOf } from '../../diagnostics/place.ts';
import type { Resolved } from '../../phases/results.ts';
import type { SpecPath } from '../../spec/path.ts';
import { showValue } from './show-value.ts';

/** Where the stacks are deployed. */
export interface DeploymentTarget {
  readonly account: string;
  readonly region: string;
}

type Action = PlannedChange['action'];

const words: Readonly<Record<Action, readonly [sign: string, word: string, colour: number]>> = {
  create: ['+', 'create', 32],
  update: ['~', 'update', 33],
  replace: ['!', 'replace', 31],
  'perhaps-replace': ['!', 'perhaps replace', 31],
  delete: ['-', 'delete', 31],
};

export interface PlanReport {
  readonly plans: readonly StackPlan[];
  readonly target: DeploymentTarget;
  readonly resolved: Resolved;
}

/** Plans for people: each change with the line of the spec that it comes from. */
export function renderPlan({ plans, target, resolved }: PlanReport, colour: boolean): string {
  const { account, region } = target;
  const placed = placeWith(resolved);
  const lines = plans.flatMap((plan) => [...renderStack(plan, placed, colour), '']);
  return [`In ${region} of account ${account}:`, '', ...lines, ''].join('\n').replace(/\n+$/, '\n');
}

function renderStack(plan: StackPlan, placed: Placed, colour: boolean): readonly string[] {
  const { wanted, step, because, outputs, notes } = plan;
  const changes = plan.changes.filter((change) => !isMinor(change));
  const width = Math.max(0, ...changes.map(({ logicalId }) => logicalId.length));
  return [
    `${wanted.name}: ${summarizePlan(plan)}`,
    ...(step === 'replace' && because !== undefined ? [`  The stack is deleted first. ${because}`] : []),
    ...changes.flatMap((change) => renderChange(change, width, placed, colour)),
    ...renderFollowing(plan.changes.filter(isMinor)),
    ...outputs.map((output) => `  ~ output ${renderDifference(output, placed)}`),
    ...notes.map((note) => `  Note: ${note}`),
  ];
}

/** "2 to create, 1 to replace". */
function summarizePlan({ step, changes, outputs }: StackPlan): string {
  if (step === 'none') return 'no changes';
  const counted = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}`]);
  const parts = [
    ...Object.entries(words).flatMap(([action, [, word]]) =>
      counted(changes.filter((each) => each.action === action && !isMinor(each)).length, `to ${word}`),
    ),
    ...counted(outputs.length, 'in the outputs'),
    ...counted(changes.filter(isMinor).length, 'that may follow'),
  ];
  const summary = parts.length === 0 ? 'settings of the stack itself change' : parts.join(', ');
  return step === 'create' ? `a new stack, ${summary}` : summary;
}

function isMinor({ follows, loss }: PlannedChange): boolean {
  return follows && loss === undefined;
}

/** In short, since most of them don't come about: an attribute seldom changes with its resource. */
function renderFollowing(changes: readonly PlannedChange[]): readonly string[] {
  if (changes.length === 0) return [];
  const named = changes.map(
    ({ logicalId, action }) => `${logicalId}${action === 'update' ? '' : ' (a new one)'}`,
  );
  const ids = changes.map(({ logicalId }) => logicalId);
  const causes = changes
    .flatMap((change) => change.causes)
    .filter((cause) => !ids.includes(cause.split('.')[0] ?? ''));
  return [
    `  . may follow: ${named.join(', ')}`,
    `      if one of these comes out different: ${[...new Set(causes)].join(', ')}`,
  ];
}

function renderChange(change: PlannedChange, width: number, placed: Placed, colour: boolean): string[] {
  const { logicalId, type, action, properties, causes, from, loss } = change;
  const [sign, word, code] = words[action];
  const paint = (text: string) => (colour ? `\u001b[${code}m${text}\u001b[39m` : text);
  // With properties each has its own line of the spec.
  const place = properties.some((each) => each.from) ? '' : `  ${placed(from)}`;
  return [
    `  ${paint(`${sign} ${word}`)}  ${logicalId.padEnd(width)}  ${type}${place}`,
    ...properties.map((property) => `      ${renderDifference(property, placed)}`),
    ...(causes.length === 0 ? [] : [`      because of ${[...new Set(causes)].join(', ')}`]),
    ...(loss === undefined ? [] : [`      ${paint(`Data is at stake: ${loss}`)}`]),
  ];
}

function renderDifference({ path, before, after, from }: Difference, placed: Placed): string {
  const values =
    before === undefined && after === undefined ? 'changes' : `${showValue(before)} -> ${showValue(after)}`;
  return `${path.join('.')}: ${values}${from ? `  ${placed(from)}` : ''}`;
}

type Placed = (path: SpecPath) => string;

function placeWith({ tree }: Resolved): Placed {
  const lines = linesOf(tree.text);
  return (path) => `(${tree.name}:${placeOf(lines, locate(tree, path, 'key')).line})`;
}

/** Plans for programs; docs/deploying.md describes the form. */
export function planData({ plans, target, resolved }: PlanReport): object {
  const { tree } = resolved;
  const lines = linesOf(tree.text);
  const place = (path: SpecPath): Place & { readonly path: string } => ({
    path: path.join('.'),
    ...placeOf(lines, locate(tree, path, 'key')),
  });
  const difference = ({ path, before, after, from }: Difference) => ({
    path: path.join('.'),
    before: before ?? null,
    after: after ?? null,
    ...(from && { spec: place(from) }),
  });
  return {
    account: target.account,
    region: target.region,
    spec: tree.name,
    stacks: plans.map(({ wanted, step, because, changes, outputs, notes }) => ({
      stack: wanted.name,
      kind: wanted.kind,
      step,
      ...(because !== undefined && { because }),
      changes: changes.map(({ properties, from, ...change }) => ({
        ...change,
        properties: properties.map(difference),
        spec: place(from),
      })),
      outputs: outputs.map(difference),
      notes,
    })),
  };
}
