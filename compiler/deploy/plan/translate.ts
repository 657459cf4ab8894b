import type { ChangeDetail, ResourceChange } from '../../aws/model.ts';
import { graver } from '../../change/action.ts';
import type { Action, Effect } from '../../change/action.ts';
import { certaintyAfter, effectOfReference } from '../../change/cause.ts';
import type { Cause } from '../../change/cause.ts';
import type { Difference } from '../../change/difference.ts';
import { knownTypes, revisedOr } from '../../change/known-types.ts';
import type { Plain } from '../../template/plain.ts';

/** A change in AWS's change set, with the differences between the two templates for this resource. */
export interface ComparedChange {
  readonly change: ResourceChange;
  readonly differences: readonly Difference[];
}

/** The same change in archc's vocabulary. */
export interface TranslatedChange {
  readonly action: Action;
  /** Paths begin inside the properties. Attributes beside them, such as `DependsOn`, keep their names. */
  readonly properties: readonly Difference[];
  readonly causes: readonly Cause[];
}

type Actions = ReadonlyMap<string, Action>;

/**
 * Translates all changes, in the same order. Changes caused by the stack's own `parameters` don't count as caused:
 * their values show them.
 */
export function translateChanges<T extends ComparedChange>(
  changes: readonly T[],
  parameters: readonly string[],
): readonly (T & TranslatedChange)[] {
  const isCaused = ({ cause }: ChangeDetail) => cause !== undefined && !parameters.includes(cause);
  const translate = (each: T, known: Actions): T & TranslatedChange => {
    const { change, differences } = each;
    const [caused, own] = [
      change.details.filter(isCaused),
      change.details.filter((detail) => !isCaused(detail)),
    ];
    const causes = caused.map((detail) => causeOf(change, detail, known));
    const isFollower = causes.length > 0 && own.length === 0 && differences.length === 0;
    return {
      ...each,
      action: isFollower ? actionOfCauses(change, causes) : actionOf(change, differences, own),
      properties: withAwsValues(differences.map(inProperties), { caused, own }),
      causes: unique(causes),
    };
  };
  // Repeated until nothing changes, because what happens to a resource depends on the actions of those it refers to.
  let known: Actions = new Map();
  for (;;) {
    const translated = changes.map((each) => translate(each, known));
    const actions = new Map(translated.map(({ change, action }) => [change.logicalId, action]));
    if ([...actions].every(([id, action]) => action === known.get(id))) return translated;
    known = actions;
  }
}

const effects = { never: 'update', perhaps: 'may-replace', always: 'replace' } as const;

function actionOf(
  { type, action, replacement, details }: ResourceChange,
  differences: readonly Difference[],
  own: readonly ChangeDetail[],
): Action {
  if (action === 'add' || action === 'import') return 'create';
  if (action === 'remove') return 'delete';
  const attributes = [
    ...differences.map(({ path }) => path[0]),
    ...details.map(({ attribute }) => attribute),
  ];
  const isTouched =
    attributes.length === 0 || attributes.some((each) => each === 'Properties' || each === 'Tags');
  if (replacement === 'never' && !isTouched) return 'none';
  const changed = [...differences, ...own].map(({ path }) => insideProperties(path)[0] ?? '');
  return revisedOr(type, effectOn(type, changed, effects[replacement]));
}

/** About archc's own custom resources, CloudFormation only reports that they may be replaced. */
function effectOn(type: string, changed: readonly string[], effect: Effect): Effect {
  const { replacedBy } = knownTypes[type] ?? {};
  if (!replacedBy) return effect;
  return changed.some((name) => replacedBy.includes(name)) ? 'replace' : 'update';
}

/**
 * What happens to a resource that changes only because of others. Mostly nothing: an updated resource mostly keeps
 * its attributes.
 */
function actionOfCauses({ type, replacement }: ResourceChange, causes: readonly Cause[]): Action {
  if (replacement === 'always') return revisedOr(type, 'replace');
  return revisedOr(type, causes.map(({ effect }) => effect).reduce(graver, 'follow'));
}

function causeOf(
  { type }: ResourceChange,
  { path, cause = '', recreates }: ChangeDetail,
  known: Actions,
): Cause {
  const [id = '', ...attribute] = cause.split('.');
  const property = insideProperties(path);
  const effect = effectOn(type, property.slice(0, 1), effects[recreates]);
  const certainty = certaintyAfter(known.get(id), attribute.length > 0 ? attribute.join('.') : undefined);
  return { property: property.join('.'), target: cause, effect: effectOfReference(certainty, effect) };
}

function unique(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [`${cause.property} ${cause.target}`, cause])).values()];
}

function inProperties(difference: Difference): Difference {
  return { ...difference, path: insideProperties(difference.path) };
}

function insideProperties(path: readonly string[]): readonly string[] {
  return path[0] === 'Properties' && path.length > 1 ? path.slice(1) : path;
}

/** Adds AWS's values to the differences. When another resource causes a change, only AWS can know the values. */
function withAwsValues(
  differences: readonly Difference[],
  { caused, own }: { readonly caused: readonly ChangeDetail[]; readonly own: readonly ChangeDetail[] },
): readonly Difference[] {
  const known = new Map(differences.map((difference) => [difference.path.join('.'), difference]));
  for (const detail of [...own, ...caused]) {
    const path = insideProperties(detail.path);
    const values = {
      ...(detail.before !== undefined && { before: detail.before as Plain }),
      ...(detail.after !== undefined && { after: detail.after as Plain }),
    };
    const difference = known.get(path.join('.'));
    const isAlone = own.includes(detail) && (differences.length === 0 || detail.attribute === 'Tags');
    const isTold = isAlone || (detail.cause !== undefined && Object.keys(values).length > 0);
    if (difference) known.set(path.join('.'), { ...difference, ...values });
    else if (isTold) known.set(path.join('.'), { path, before: undefined, after: undefined, ...values });
  }
  return [...known.values()];
}
