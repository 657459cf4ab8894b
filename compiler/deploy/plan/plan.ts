import type { ChangeSet, DeployedStack, ResourceChange, StackResource } from '../../aws/model.ts';
import { dataBearing, lossOf } from '../../change/data-bearing.ts';
import { compare } from '../../change/difference.ts';
import type { Difference } from '../../change/difference.ts';
import { originOf } from '../../change/origin.ts';
import type { SpecPath } from '../../spec/path.ts';
import { entryOf, resourceIn, resourcesOf, typeOf } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import type { Plain } from '../../template/plain.ts';
import type { Context } from './context.ts';
import { wantedResource } from './wanted.ts';
import type { WantedStack } from './wanted.ts';

/** What a deployment would do to one stack. */
export interface StackPlan {
  readonly wanted: WantedStack;
  /** `replace`: what is there is deleted first, for the reason given. */
  readonly step: 'create' | 'replace' | 'update' | 'none';
  readonly because?: string;
  readonly changes: readonly PlannedChange[];
  /** Outputs, by their keys. */
  readonly outputs: readonly Difference[];
  /** One line each, for things to know that stop nothing. */
  readonly notes: readonly string[];
}

export interface PlannedChange {
  readonly logicalId: string;
  readonly type: string;
  readonly action: 'create' | 'update' | 'replace' | 'perhaps-replace' | 'delete';
  readonly properties: readonly Difference[];
  /** Changes of other resources that bring it about: `DatabaseCluster.Endpoint.Address`. */
  readonly causes: readonly string[];
  /** Only these bring it about, if they come to anything: an updated resource mostly keeps its attributes. */
  readonly follows: boolean;
  readonly from: SpecPath;
  /** What is lost, where it holds data. */
  readonly loss?: string;
}

/** A stack that isn't there: everything is made. */
export function planCreate(wanted: WantedStack, context: Context): StackPlan {
  const changes = resourcesOf(wanted.template.root).map(({ key, value }): PlannedChange => ({
    logicalId: key,
    type: typeOf(value),
    action: 'create',
    properties: [],
    causes: [],
    follows: false,
    from: originOf({ logicalId: key, node: value, kind: wanted.kind }, context),
  }));
  return { wanted, step: 'create', changes, outputs: [], notes: [] };
}

/** A stack that must be deleted first, with what it still holds. */
export function planReplace(
  wanted: WantedStack,
  because: string,
  resources: readonly StackResource[],
  context: Context,
): StackPlan {
  const plan = planCreate(wanted, context);
  const held = resources
    .filter(({ status, type }) => !isGone(status) && dataBearing[type]?.deleted !== undefined)
    .map(({ logicalId, type }): PlannedChange => ({
      logicalId,
      type,
      action: 'delete',
      properties: [],
      causes: [],
      follows: false,
      from: originOf(wantedResource(wanted, logicalId), context),
      ...optionalLoss(withRest(type, dataBearing[type]?.deleted)),
    }));
  return { ...plan, step: 'replace', because, changes: [...held, ...plan.changes] };
}

/** Also when it is kept though the stack goes, or never came to be. */
function isGone(status: string): boolean {
  return ['DELETE_COMPLETE', 'DELETE_SKIPPED', 'CREATE_FAILED'].includes(status);
}

/**
 * A stack that is there. Actions are the change set's; values are those of the two templates, and AWS's own where it
 * gives them.
 */
export function planUpdate(
  wanted: WantedStack,
  deployed: DeployedStack,
  former: TemplateNode,
  changeSet: ChangeSet,
  context: Context,
): StackPlan {
  const parameters = { before: deployed.parameters, after: { ...deployed.parameters, ...given(wanted) } };
  const changes = changeSet.changes.map((change): PlannedChange => {
    const old = resourceIn(former, change.logicalId);
    const node = resourceIn(wanted.template.root, change.logicalId);
    const own = change.action === 'modify' ? compare(old, node, parameters).map(inProperties) : [];
    const properties = withAwsValues(own, change);
    const action = actionOf(change, properties);
    const causes = causesOf(change, wanted);
    const loss = lossBy(change.type, action, properties);
    return {
      logicalId: change.logicalId,
      type: change.type,
      action,
      properties,
      causes,
      follows: causes.length > 0 && causes.length === change.details.length && own.length === 0,
      from: originOf(wantedResource(wanted, change.logicalId), context),
      ...optionalLoss(loss),
    };
  });
  const outputs = compare(entryOf(former, 'Outputs'), entryOf(wanted.template.root, 'Outputs'), parameters);
  return { wanted, step: 'update', changes, outputs, notes: [] };
}

/** When AWS can't compare yet, since the stack before this one must be updated first. */
export function planByTemplates(
  wanted: WantedStack,
  deployed: DeployedStack,
  former: TemplateNode,
  context: Context,
): StackPlan {
  const ids = [former, wanted.template.root].flatMap((root) => resourcesOf(root).map(({ key }) => key));
  const changes = [...new Set(ids)].map((logicalId): ResourceChange => {
    const [old, node] = [resourceIn(former, logicalId), resourceIn(wanted.template.root, logicalId)];
    const action = !old ? 'add' : node ? 'modify' : 'remove';
    return { logicalId, type: typeOf(node ?? old), action, replacement: 'never', details: [] };
  });
  const plan = planUpdate(wanted, deployed, former, { status: '', changes }, context);
  const changed = plan.changes.filter(
    ({ action, properties }) => action !== 'update' || properties.length > 0,
  );
  const note = 'whether these replace something, AWS can tell only when the shared stack is up to date';
  return { ...plan, changes: changed, notes: [note] };
}

function given({ parameters }: WantedStack): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** Paths begin inside the properties; what stands beside them keeps its own name. */
function inProperties(difference: Difference): Difference {
  const [section, ...path] = difference.path;
  return section === 'Properties' && path.length > 0 ? { ...difference, path } : difference;
}

function withAwsValues(own: readonly Difference[], change: ResourceChange): readonly Difference[] {
  const known = new Map(own.map((difference) => [difference.path.join('.'), difference]));
  for (const { attribute, path, before, after, cause } of change.details) {
    const inside = path[0] === 'Properties' ? path.slice(1) : path;
    const key = inside.join('.');
    const difference = known.get(key);
    const values = {
      ...(before !== undefined && { before: before as Plain }),
      ...(after !== undefined && { after: after as Plain }),
    };
    if (difference) known.set(key, { ...difference, ...values });
    // Of a change that another one brings about, only AWS knows the values, if any.
    else if (
      own.length === 0 ||
      attribute === 'Tags' ||
      (cause !== undefined && Object.keys(values).length > 0)
    ) {
      known.set(key, { path: inside, before: undefined, after: undefined, ...values });
    }
  }
  return [...known.values()];
}

/** For each detail that another resource causes; a parameter is seen by its values. */
function causesOf({ details }: ResourceChange, { parameters }: WantedStack): readonly string[] {
  return details.flatMap(({ cause }) => (cause === undefined || cause in parameters ? [] : [cause]));
}

function actionOf(change: ResourceChange, properties: readonly Difference[]): PlannedChange['action'] {
  if (change.action === 'add' || change.action === 'import') return 'create';
  if (change.action === 'remove') return 'delete';
  const { remadeBy = [], onlyBy = [] } = dataBearing[change.type] ?? {};
  const isRemade = changesOneOf([...remadeBy, ...onlyBy], properties);
  if (change.replacement === 'always' || isRemade) return 'replace';
  return change.replacement === 'perhaps' ? 'perhaps-replace' : 'update';
}

function lossBy(
  type: string,
  action: PlannedChange['action'],
  properties: readonly Difference[],
): string | undefined {
  if (action === 'create' || action === 'update') return undefined;
  const changed = properties.map(({ path: [property = ''] }) => property);
  return withRest(type, lossOf(type, action === 'delete' ? 'deleted' : 'replaced', changed));
}

function withRest(type: string, loss: string | undefined): string | undefined {
  const { leaves } = dataBearing[type] ?? {};
  return loss === undefined || leaves === undefined ? loss : `${loss}; ${leaves}`;
}

function changesOneOf(names: readonly string[], properties: readonly Difference[]): boolean {
  return properties.some(({ path: [property = ''] }) => names.includes(property));
}

function optionalLoss(loss: string | undefined): { readonly loss?: string } {
  return loss === undefined ? {} : { loss };
}
