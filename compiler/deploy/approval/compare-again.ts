import type { DeployedStack } from '../../aws/model.ts';
import { graver } from '../../change/action.ts';
import type { Action } from '../../change/action.ts';
import type { PlannedChange } from '../plan/plan.ts';
import type { Planned } from '../plan/prepare.ts';
import type { Json, Moved } from './approval.ts';
import { canonical } from './compare-documents.ts';
import { dependentsOf } from './dependents.ts';

/**
 * What the plan of a stack does beyond its approved plan, when it was made again before the stack is deployed: the shared
 * stack is up to date by then, or its image is built. What is deployed must be as it was. A new image may update the
 * resources that use it. Where the approved plan compared templates only, AWS may know better what a change does, but it
 * may do nothing graver. Resources that only may follow don't count, because they follow from the others.
 */
export function compareAgain(approved: Planned, again: Planned, isBuilt: boolean): readonly Moved[] {
  const { name } = again.plan.wanted;
  const [before, after] = [describeDeployed(approved), describeDeployed(again)];
  if (canonical(before) !== canonical(after)) {
    return [{ what: `what is deployed as stack "${name}"`, approved: before, now: after }];
  }
  return [...compareAction(approved, again), ...compareChanges(approved, again, isBuilt)];
}

function describeDeployed({ deployed, deployedTemplate }: Planned): Json {
  if (!deployed) return null;
  const { id, status, changedAt, parameters, tags }: DeployedStack = deployed;
  return { id, status, changedAt, parameters, tags, template: deployedTemplate };
}

/** An update where nothing was to be changed is a matter of its changes. */
function compareAction(approved: Planned, again: Planned): readonly Moved[] {
  const [before, after] = [approved.plan.action, again.plan.action];
  const isUpdate = (action: string) => action === 'update' || action === 'none';
  if (before === after || (isUpdate(before) && isUpdate(after))) return [];
  return [{ what: `what is done with stack "${again.plan.wanted.name}"`, approved: before, now: after }];
}

function compareChanges(approved: Planned, again: Planned, isBuilt: boolean): readonly Moved[] {
  const { wanted } = again.plan;
  const ofImage = isBuilt ? dependentsOf('ImageUri', wanted.template.root) : new Set<string>();
  const isByTemplates = approved.plan.action === 'update' && approved.changeSet === undefined;
  const known = effectiveChanges(approved);
  const real = effectiveChanges(again);
  return [...new Set([...known.keys(), ...real.keys()])].flatMap((id) => {
    const [before, after] = [known.get(id), real.get(id)];
    const isLoose = isByTemplates || ofImage.has(id);
    const isFine = isLoose
      ? !after || isNoGraver(before, after, ofImage.has(id))
      : canonical(describe(before)) === canonical(describe(after));
    const what = `the change of ${id} in stack "${wanted.name}"`;
    return isFine ? [] : [{ what, approved: describe(before), now: describe(after) }];
  });
}

function effectiveChanges({ plan }: Planned): ReadonlyMap<string, PlannedChange> {
  const changes = plan.changes.filter(({ action }) => action !== 'follow' && action !== 'none');
  return new Map(changes.map((change) => [change.logicalId, change]));
}

function isNoGraver(before: PlannedChange | undefined, after: PlannedChange, isOfImage: boolean): boolean {
  if (after.dataLoss !== undefined && after.dataLoss !== before?.dataLoss) return false;
  if (before && before.renamedTo !== after.renamedTo) return false;
  // A new revision is how a container gets another image.
  const atMost: readonly Action[] = [
    ...(before ? [before.action] : []),
    ...(isOfImage ? ['revise' as const] : []),
  ];
  return atMost.length > 0 && atMost.some((action) => graver(action, after.action) === action);
}

function describe(change: PlannedChange | undefined): Json | undefined {
  if (!change) return undefined;
  const { logicalId, renamedTo, type, action, dataLoss, properties, causes } = change;
  const values = properties.map(({ path, before, after }) => ({ path: path.join('.'), before, after }));
  const sorted = (list: readonly Json[]) =>
    [...list].sort((a, b) => (String(canonical(a)) < String(canonical(b)) ? -1 : 1));
  return {
    logicalId,
    renamedTo,
    type,
    action,
    dataLoss,
    properties: sorted(values),
    causes: sorted(causes.map(({ property, target, effect }) => ({ property, target, effect }))),
  };
}
