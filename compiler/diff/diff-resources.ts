import { graver } from '../change/action.ts';
import type { Action } from '../change/action.ts';
import type { Cause } from '../change/cause.ts';
import { costsOf } from '../change/costs.ts';
import { dataAtStake } from '../change/data-at-stake.ts';
import { compare, isOrderOnly } from '../change/difference.ts';
import type { Difference, Versions } from '../change/difference.ts';
import { revisedOr } from '../change/known-types.ts';
import { pairRenames } from '../change/renames.ts';
import { entryOf, resourcesOf, typeOf } from '../template/node.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import { changedInputs } from './changed-inputs.ts';
import { documented } from './documented.ts';
import { effectOf } from './effects.ts';
import type { ResourceTypes } from './effects.ts';
import { followReferences, itsExistence } from './follow-references.ts';
import type { Changes, Followed } from './follow-references.ts';
import type { Pair, PropertyDiff, PropertyEffect, ResourceDiff, StackVersions } from './model.ts';

/** Each resource that differs, in the order of the templates. */
export function diffResources(
  versions: StackVersions,
  facts: ResourceTypes,
): { readonly resources: readonly ResourceDiff[]; readonly changes: Changes } {
  const { parameters } = versions;
  const [before, after] = [byLogicalId(versions.before), byLogicalId(versions.after)];
  const pairs = new Map<string, Pair>();
  for (const [id, node] of after) {
    const former = before.get(id);
    if (former) pairs.set(id, pairUp({ before: former, after: node }, parameters, facts));
  }
  const inputs = changedInputs(versions);
  const followed = followReferences(pairs, inputs, facts);
  const removed = new Map([...before].filter(([id]) => !after.has(id)));
  const added = new Map([...after].filter(([id]) => !before.has(id)));
  const renames = pairRenames(removed, added);
  const newIds = new Set(renames.values());

  const resources = [...new Set([...before.keys(), ...after.keys()])].flatMap(
    (id): readonly ResourceDiff[] => {
      const [pair, follow] = [pairs.get(id), followed.get(id)];
      if (pair && follow) return composePair(id, pair, follow);
      if (newIds.has(id)) return [];
      const renamedTo = renames.get(id);
      const versions = { before: removed.get(id), after: added.get(renamedTo ?? id) };
      if (renamedTo !== undefined) return [composeRename(id, renamedTo, versions, parameters)];
      return [composeResource({ logicalId: id, action: versions.after ? 'create' : 'delete', versions })];
    },
  );
  return { resources, changes: { pairs, known: followed, inputs } };
}

function byLogicalId(root: MapNode | undefined): ReadonlyMap<string, TemplateNode> {
  return new Map(resourcesOf(root).map(({ key, value }) => [key, value]));
}

type Parameters = StackVersions['parameters'];

function pairUp(versions: Versions<TemplateNode>, parameters: Parameters, facts: ResourceTypes): Pair {
  const type = typeOf(versions.after);
  const differences = diffProperties(versions, parameters);
  const changed = differences.map(({ path }) => path[0]);
  const properties = [
    ...diffAttributes(versions, parameters),
    ...differences.map((difference): PropertyDiff => {
      const { with: other, otherwise, ...own } = effectOf(type, difference, facts);
      const isAlone = other !== undefined && !changed.includes(other);
      const refused = { effect: 'refuse', ...(otherwise !== undefined && { why: otherwise }) } as const;
      return { ...difference, ...orderOf(difference), ...(isAlone ? refused : own) };
    }),
  ];
  return {
    ...versions,
    type,
    properties,
    effect: properties.map(({ effect }) => effect).reduce(graver, 'none'),
  };
}

/** An explanation where only the order of a list differs, which mostly means nothing to the service. */
function orderOf(difference: Difference): Pick<PropertyDiff, 'why'> {
  return isOrderOnly(difference) ? { why: 'the same items in another order' } : {};
}

const noProperties: MapNode = { kind: 'map', entries: [] };

function diffProperties(
  { before, after }: Versions<TemplateNode | undefined>,
  parameters: Parameters,
): readonly Difference[] {
  const of = (node: TemplateNode | undefined) => entryOf(node, 'Properties') ?? noProperties;
  return compare(of(before), of(after), parameters);
}

/** Compares what stands beside the properties. Most of it does nothing to the resource. */
function diffAttributes(
  { before, after }: Versions<TemplateNode>,
  parameters: Parameters,
): readonly PropertyDiff[] {
  return compare(before, after, parameters)
    .filter(({ path }) => path[0] !== 'Properties')
    .map((difference) => ({
      ...difference,
      ...(attributeEffects.get(difference.path.join('.')) ?? { effect: 'none' }),
    }));
}

const attributeEffects: ReadonlyMap<string, PropertyEffect> = new Map([
  ['Type', { effect: 'refuse', why: 'CloudFormation takes no other type under the same name' }],
  ['Condition', { effect: 'may-replace', why: itsExistence }],
]);

function composePair(logicalId: string, pair: Pair, { effect, causes }: Followed): readonly ResourceDiff[] {
  if (pair.properties.length === 0 && causes.length === 0) return [];
  const action = revisedOr(pair.type, effect);
  const properties =
    action === 'revise'
      ? pair.properties.map(({ why: _, ...each }) => ({ ...each, effect: action }))
      : pair.properties;
  return [composeResource({ logicalId, action, versions: pair, properties, causes })];
}

/** CloudFormation deletes one resource and creates another, so the deletion policy applies. */
function composeRename(
  logicalId: string,
  renamedTo: string,
  { before, after }: Versions<TemplateNode | undefined>,
  parameters: Parameters,
): ResourceDiff {
  const differences = diffProperties({ before, after }, parameters);
  const properties = differences.map((each): PropertyDiff => ({ ...each, effect: 'none' }));
  const versions = { before, after: undefined };
  const resource = composeResource({ logicalId, action: 'replace', versions, properties });
  const meaning = documented[resource.type]?.renamed ?? resource.meaning;
  return { ...resource, renamedTo, ...(meaning !== undefined && { meaning }) };
}

interface ComparedResource {
  readonly logicalId: string;
  readonly action: Action;
  readonly versions: Versions<TemplateNode | undefined>;
  readonly properties?: readonly PropertyDiff[];
  readonly causes?: readonly Cause[];
}

function composeResource({
  logicalId,
  action,
  versions: { before, after },
  properties = [],
  causes = [],
}: ComparedResource): ResourceDiff {
  const type = typeOf(after ?? before);
  const stake = dataAtStake({ type, action, before, after, properties, causes });
  const meaning = meaningOf(type, action, stake.remains !== undefined);
  return {
    logicalId,
    type,
    action,
    properties,
    causes,
    ...(meaning !== undefined && { meaning }),
    ...stake,
    ...costsOf({ type, action, before, after }),
  };
}

function meaningOf(type: string, action: Action, staysBehind: boolean): string | undefined {
  const { replaced, deleted, lost } = documented[type] ?? {};
  if (action === 'delete') return deleted ?? (staysBehind ? undefined : lost);
  return action === 'replace' || action === 'may-replace' || action === 'revise' ? replaced : undefined;
}
