import type { ChangeDetail, ResourceChange } from '../../aws/model.ts';
import { graver } from '../../change/action.ts';
import type { Action, Effect } from '../../change/action.ts';
import { certaintyAfter, effectOfReference } from '../../change/cause.ts';
import type { Cause } from '../../change/cause.ts';
import type { Difference } from '../../change/difference.ts';
import { knownTypes, revisedOr } from '../../change/known-types.ts';
import type { Plain } from '../../template/plain.ts';

/** A change of AWS's change set, and how the two templates differ there. */
export interface ComparedChange {
  readonly change: ResourceChange;
  readonly differences: readonly Difference[];
}

/** The same in our words. */
export interface TranslatedChange {
  readonly action: Action;
  /** Paths begin inside the properties; what stands beside them keeps its own name. */
  readonly properties: readonly Difference[];
  readonly causes: readonly Cause[];
}

type Actions = ReadonlyMap<string, Action>;

/** In the same order. `parameters` are the stack's own: what they bring about is seen by its values. */
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
  // What follows depends on what is done to those it refers to, and so on.
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

/** Of our own custom resources CloudFormation only knows that they may be replaced. */
function effectOn(type: string, changed: readonly string[], effect: Effect): Effect {
  const { replacedBy } = knownTypes[type] ?? {};
  if (!replacedBy) return effect;
  return changed.some((name) => replacedBy.includes(name)) ? 'replace' : 'update';
}

/** An updated resource mostly keeps its attributes, so that what only uses them is mostly left alone. */
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

/** Of a change that another one brings about, only AWS knows the values, if any. */
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
