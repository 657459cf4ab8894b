import type { DeployedStack, ResourceChange, StackResource } from '../../aws/model.ts';
import { gravestFirst } from '../../change/action.ts';
import type { Action } from '../../change/action.ts';
import type { ChangedResource } from '../../change/changed-resource.ts';
import { costsOf } from '../../change/costs.ts';
import { dataAtStake } from '../../change/data-at-stake.ts';
import type { DataAtStake } from '../../change/data-at-stake.ts';
import { compare } from '../../change/difference.ts';
import type { Difference, Versions } from '../../change/difference.ts';
import { originOf } from '../../change/origin.ts';
import { pairRenames } from '../../change/renames.ts';
import type { SpecPath } from '../../spec/path.ts';
import { entryOf, resourceIn, resourcesOf, typeOf } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import { resolveMappings } from '../../template/resolve-mappings.ts';
import type { DeployContext } from './deploy-context.ts';
import { translateChanges } from './translate.ts';
import type { ComparedChange, TranslatedChange } from './translate.ts';
import { givenParameters, wantedResource } from './wanted.ts';
import type { WantedStack } from './wanted.ts';

/** What a deployment would do to one stack. */
export interface StackPlan {
  readonly wanted: WantedStack;
  /** With `replace`, the existing stack is deleted first, for the reason in `because`. */
  readonly action: Extract<Action, 'create' | 'replace' | 'update' | 'none'>;
  readonly because?: string;
  /** The gravest first; for a new stack, in the order of its template. */
  readonly changes: readonly PlannedChange[];
  /** Changed outputs; their paths begin with the output's key. */
  readonly outputs: readonly Difference[];
  /** The deployed template, of a stack that is compared with it. */
  readonly before?: TemplateNode;
  /** Remarks that don't stop the deployment, one line each. */
  readonly notes: readonly string[];
}

export interface PlannedChange extends ChangedResource {
  readonly from: SpecPath;
}

/** Plans a stack that does not exist: everything is created. */
export function planCreate(wanted: WantedStack, context: DeployContext): StackPlan {
  const changes = resourcesOf(wanted.template.root).map(({ key, value }): PlannedChange => ({
    logicalId: key,
    type: typeOf(value),
    action: 'create',
    properties: [],
    causes: [],
    from: originOf({ logicalId: key, node: value, kind: wanted.kind }, context),
    ...costsOf({ type: typeOf(value), action: 'create', before: undefined, after: value }),
  }));
  return { wanted, action: 'create', changes, outputs: [], notes: [] };
}

/** Plans a stack that must be deleted first, including the data that it still contains. */
export function planReplace(
  wanted: WantedStack,
  because: string,
  resources: readonly StackResource[],
  context: DeployContext,
): StackPlan {
  const plan = planCreate(wanted, context);
  const held = resources
    .filter(({ status }) => !isGone(status))
    .map(({ logicalId, type }): PlannedChange => ({
      logicalId,
      type,
      action: 'delete',
      properties: [],
      causes: [],
      from: originOf(wantedResource(wanted, logicalId), context),
      ...dataAtStake({
        type,
        action: 'delete',
        before: undefined,
        after: undefined,
        properties: [],
        causes: [],
      }),
    }))
    .filter(({ dataLoss }) => dataLoss !== undefined);
  return { ...plan, action: 'replace', because, changes: [...held, ...plan.changes] };
}

/**
 * Whether the stack no longer contains the resource, or never did. DELETE_SKIPPED means that the resource itself was
 * kept.
 */
function isGone(status: string): boolean {
  return ['DELETE_COMPLETE', 'DELETE_SKIPPED', 'CREATE_FAILED'].includes(status);
}

/** An existing stack, and AWS's comparison of it with the wanted template. */
export interface StackUpdate {
  readonly wanted: WantedStack;
  readonly deployed: DeployedStack;
  /** The deployed template. */
  readonly before: TemplateNode;
  readonly changes: readonly ResourceChange[];
}

/**
 * Plans an existing stack. The actions come from the change set, where it knows them. The values come from the two
 * templates, and from AWS where it gives them.
 */
export function planUpdate(
  { wanted, deployed, before, changes }: StackUpdate,
  context: DeployContext,
): StackPlan {
  const roots = { before: resolved(before), after: resolved(wanted.template.root) };
  const parameters = {
    before: deployed.parameters,
    after: { ...deployed.parameters, ...givenParameters(wanted) },
  };
  const renames = renamesIn(changes, roots);
  const newIds = new Set(renames.values());
  const compared = changes
    .filter(({ logicalId }) => !newIds.has(logicalId))
    .map((change): ComparedResource => {
      const renamedTo = renames.get(change.logicalId);
      const node = resourceIn(roots.before, change.logicalId);
      const wantedNode = resourceIn(roots.after, renamedTo ?? change.logicalId);
      const differences = node && wantedNode ? compare(node, wantedNode, parameters) : [];
      return { change, differences, renamedTo, before: node, after: wantedNode };
    });
  const planned = translateChanges(compared, Object.keys(wanted.parameters)).map((each): PlannedChange => {
    const { renamedTo, properties, causes } = each;
    const { logicalId, type } = each.change;
    const name = { logicalId, ...(renamedTo !== undefined && { renamedTo }) };
    const from = originOf(wantedResource(wanted, renamedTo ?? logicalId), context);
    return { ...name, type, properties, causes, ...decideAction(each), from };
  });
  const outputs = compare(entryOf(roots.before, 'Outputs'), entryOf(roots.after, 'Outputs'), parameters);
  return { wanted, action: 'update', changes: planned.sort(gravestFirst), outputs, before, notes: [] };
}

/** With the sources of functions at the functions, where a change of them is shown. */
function resolved(root: TemplateNode): TemplateNode {
  return root.kind === 'map' ? resolveMappings(root) : root;
}

interface ComparedResource extends ComparedChange, Versions<TemplateNode | undefined> {
  readonly renamedTo: string | undefined;
}

/** The resources of which only the logical id changes: AWS lists the old one as removed, and the new one as added. */
function renamesIn(
  changes: readonly ResourceChange[],
  { before, after }: Versions<TemplateNode>,
): ReadonlyMap<string, string> {
  const nodesOf = (action: ResourceChange['action'], root: TemplateNode) =>
    changes.flatMap((change): [string, TemplateNode][] => {
      const node = change.action === action ? resourceIn(root, change.logicalId) : undefined;
      return node ? [[change.logicalId, node]] : [];
    });
  return pairRenames(new Map(nodesOf('remove', before)), new Map(nodesOf('add', after)));
}

/** A replacement that AWS calls possible rarely happens. It is shown only where it would lose data. */
function decideAction({
  change: { type, replacement },
  renamedTo,
  before,
  after,
  ...translated
}: ComparedResource & TranslatedChange): DataAtStake & Pick<PlannedChange, 'action' | 'costs'> {
  const { properties, causes } = translated;
  const resource = { type, before, after: renamedTo === undefined ? after : undefined, properties, causes };
  const decide = (action: Action) => ({
    action,
    ...dataAtStake({ ...resource, action }),
    ...costsOf({ ...resource, action }),
  });
  if (renamedTo !== undefined) return decide('replace');
  const isMild = translated.action === 'follow' || translated.action === 'update';
  const worse = isMild && replacement !== 'never' ? decide('may-replace') : undefined;
  return worse?.dataLoss === undefined ? decide(translated.action) : worse;
}

/** Plans from the templates alone, when AWS can't compare because the shared stack must be updated first. */
export function planByTemplates(update: Omit<StackUpdate, 'changes'>, context: DeployContext): StackPlan {
  const roots = { before: update.before, after: update.wanted.template.root };
  const ids = Object.values(roots).flatMap((root) => resourcesOf(root).map(({ key }) => key));
  const changes = [...new Set(ids)].map((logicalId): ResourceChange => {
    const [before, after] = [resourceIn(roots.before, logicalId), resourceIn(roots.after, logicalId)];
    const action = !before ? 'add' : after ? 'modify' : 'remove';
    return { logicalId, type: typeOf(after ?? before), action, replacement: 'never', details: [] };
  });
  const plan = planUpdate({ ...update, changes }, context);
  const changed = plan.changes.filter(
    ({ action, properties }) => action !== 'update' || properties.length > 0,
  );
  const note =
    'AWS can tell whether these changes replace a resource only when the shared stack is up to date';
  return { ...plan, changes: changed, notes: [note] };
}
