import { compare } from '../change/difference.ts';
import type { Difference } from '../change/difference.ts';
import { entryOf, resourcesOf, typeOf } from '../template/node.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import { documented } from './documented.ts';
import { effectOf, worst } from './effects.ts';
import type { ResourceTypes } from './effects.ts';
import { fateOf } from './fate.ts';
import { followReferences } from './follow-references.ts';
import type { Changes } from './follow-references.ts';
import type {
  Pair,
  Effect,
  PropertyEffect,
  Action,
  Cause,
  PropertyDiff,
  ResourceDiff,
  StackVersions,
} from './model.ts';
import { pairRenames } from './renames.ts';

/** Each resource that differs, in the order of the templates. */
export function diffResources(
  { before, after, parameters }: StackVersions,
  facts: ResourceTypes,
): { readonly resources: readonly ResourceDiff[]; readonly changes: Changes } {
  const [old, now] = [byLogicalId(before), byLogicalId(after)];
  const pairs = new Map<string, Pair>();
  for (const [id, node] of now) {
    const former = old.get(id);
    if (former) pairs.set(id, pairUp(former, node, parameters, facts));
  }
  const followed = followReferences(pairs, facts);
  const removed = new Map([...old].filter(([id]) => !now.has(id)));
  const added = new Map([...now].filter(([id]) => !old.has(id)));
  const renames = pairRenames(removed, added);

  const resources = [...new Set([...old.keys(), ...now.keys()])].flatMap((id): ResourceDiff[] => {
    const pair = pairs.get(id);
    if (pair) {
      const { effect, causes } = followed.get(id) ?? { effect: pair.effect, causes: [] };
      return describePair(id, pair, effect, causes);
    }
    const renamedTo = renames.get(id);
    const former = old.get(id);
    if (former && renamedTo !== undefined) return [describeRename(id, renamedTo, former, added, parameters)];
    if (former) return [describe(id, typeOf(former), 'remove', former)];
    const node = now.get(id);
    return node && ![...renames.values()].includes(id) ? [describe(id, typeOf(node), 'add', undefined)] : [];
  });
  return { resources, changes: { pairs, known: followed } };
}

function byLogicalId(root: MapNode | undefined): ReadonlyMap<string, TemplateNode> {
  return new Map(resourcesOf(root).map(({ key, value }) => [key, value]));
}

type Parameters = StackVersions['parameters'];

function pairUp(
  before: TemplateNode,
  after: TemplateNode,
  parameters: Parameters,
  facts: ResourceTypes,
): Pair {
  const type = typeOf(after);
  const differences = diffProperties(before, after, parameters);
  const changed = differences.map(({ path }) => path[0]);
  const properties = [
    ...diffAttributes(before, after, parameters),
    ...differences.map((difference): PropertyDiff => {
      const { with: other, otherwise, ...said } = effectOf(type, difference, facts);
      const isAlone = other !== undefined && !changed.includes(other);
      const refused = { effect: 'refuse', ...(otherwise !== undefined && { why: otherwise }) } as const;
      return { ...difference, ...(isAlone ? refused : said) };
    }),
  ];
  return {
    before,
    after,
    type,
    properties,
    effect: properties.map(({ effect }) => effect).reduce(worst, 'none'),
  };
}

const noProperties: MapNode = { kind: 'map', entries: [] };

function diffProperties(
  before: TemplateNode,
  after: TemplateNode,
  parameters: Parameters,
): readonly Difference[] {
  const of = (node: TemplateNode) => entryOf(node, 'Properties') ?? noProperties;
  return compare(of(before), of(after), parameters);
}

/** What stands beside the properties: most of it does nothing to the resource. */
function diffAttributes(
  before: TemplateNode,
  after: TemplateNode,
  parameters: Parameters,
): readonly PropertyDiff[] {
  const without = (node: TemplateNode): MapNode => ({
    kind: 'map',
    entries: node.kind === 'map' ? node.entries.filter(({ key }) => key !== 'Properties') : [],
  });
  return compare(without(before), without(after), parameters).map((difference) => ({
    ...difference,
    ...(attributeEffects[difference.path[0] ?? ''] ?? { effect: 'none' }),
  }));
}

const attributeEffects: Readonly<Record<string, PropertyEffect>> = {
  Type: { effect: 'refuse', why: 'CloudFormation takes no other type under the same name' },
  Condition: { effect: 'may-replace', why: 'it is there or not by this condition' },
};

const actions: Readonly<Record<Effect, Action>> = {
  none: 'keep',
  follow: 'follow',
  update: 'update',
  interrupt: 'interrupt',
  'may-replace': 'may-replace',
  replace: 'replace',
  refuse: 'refuse',
};

function describePair(id: string, pair: Pair, effect: Effect, causes: readonly Cause[]): ResourceDiff[] {
  const { type, properties, before, after } = pair;
  if (properties.length === 0 && causes.length === 0) return [];
  return [describe(id, type, actions[effect], before, after, properties, causes)];
}

function describeRename(
  id: string,
  renamedTo: string,
  before: TemplateNode,
  added: ReadonlyMap<string, TemplateNode>,
  parameters: Parameters,
): ResourceDiff {
  const after = added.get(renamedTo);
  const differences = after ? diffProperties(before, after, parameters) : [];
  const properties = differences.map((each): PropertyDiff => ({ ...each, effect: 'none' }));
  return { ...describe(id, typeOf(before), 'rename', before, after, properties), renamedTo };
}

function describe(
  logicalId: string,
  type: string,
  action: Action,
  before: TemplateNode | undefined,
  after?: TemplateNode,
  properties: readonly PropertyDiff[] = [],
  causes: readonly Cause[] = [],
): ResourceDiff {
  const { replaced, removed, renamed, isRevised = false } = documented[type] ?? {};
  const isRoutine = isRevised && (action === 'replace' || action === 'may-replace');
  const meanings: Readonly<Partial<Record<Action, string | undefined>>> = {
    remove: removed,
    rename: renamed ?? replaced,
    replace: replaced,
    'may-replace': replaced,
  };
  const meaning = meanings[action];
  const changed = [
    ...properties.map(({ path }) => path[0] ?? ''),
    ...causes.map(({ property }) => property.split('.')[0] ?? ''),
  ];
  return {
    logicalId,
    type,
    action,
    isRoutine,
    properties: isRoutine
      ? properties.map(({ why: _, ...each }) => ({ ...each, effect: 'update' }))
      : properties,
    causes,
    ...(meaning !== undefined && { meaning }),
    ...(before && fateOf({ type, action, before, after, changed })),
  };
}
