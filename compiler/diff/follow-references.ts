import { graver } from '../change/action.ts';
import type { Effect } from '../change/action.ts';
import { certaintyAfter, effectOfReference } from '../change/cause.ts';
import type { Cause, Certainty } from '../change/cause.ts';
import { entryOf, textAt } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import { referencesIn } from '../template/references.ts';
import type { Reference } from '../template/references.ts';
import { inputsIn } from './changed-inputs.ts';
import { effectOf } from './effects.ts';
import type { ResourceTypes } from './effects.ts';
import type { Pair } from './model.ts';

export interface Followed {
  readonly effect: Effect;
  readonly causes: readonly Cause[];
}

/** The resources that both versions have, and what happens to each. */
export interface Changes {
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly known: ReadonlyMap<string, { readonly effect: Effect }>;
  /** The conditions and mappings that change. */
  readonly inputs: ReadonlySet<string>;
}

/** A property that takes its value from elsewhere in the template. */
interface Use {
  readonly property: string;
  /** What it refers to, in words: `Subnet1.AvailabilityZone`, `condition IsLarge`. */
  readonly target: string;
  /** `undefined` for a condition or mapping, which changes. */
  readonly reference?: Reference;
  /** What another value would do to the resource. */
  readonly effect: Effect;
  readonly why?: string;
}

/** What changes do to the resources that refer to changed ones, and in turn to those that refer to them. */
export function followReferences(
  pairs: ReadonlyMap<string, Pair>,
  inputs: ReadonlySet<string>,
  facts: ResourceTypes,
): ReadonlyMap<string, Followed> {
  const users = [...pairs].map(([id, pair]) => ({
    id,
    effect: pair.effect,
    uses: usesIn(pair, inputs, facts),
  }));
  let known: ReadonlyMap<string, Followed> = new Map();
  for (;;) {
    const changes = { pairs, known, inputs };
    const next = new Map(users.map(({ id, effect, uses }) => [id, followFrom(effect, uses, changes)]));
    if ([...next].every(([id, { effect }]) => effect === known.get(id)?.effect)) return next;
    known = next;
  }
}

/** What the resource refers to, but for properties that differ themselves. */
function usesIn(
  { type, properties, after }: Pair,
  inputs: ReadonlySet<string>,
  facts: ResourceTypes,
): readonly Use[] {
  const node = entryOf(after, 'Properties');
  const plain = node ? toPlain(node) : '';
  const own = new Set(properties.map(({ path }) => path.join('.')));
  const useOf = (path: readonly string[], target: string): Use => {
    const { effect, why } = effectOf(type, { path, before: undefined, after: undefined }, facts);
    return { property: path.join('.'), target, effect, ...(why !== undefined && { why }) };
  };
  const uses = [
    ...referencesIn(plain).map((reference) => ({
      ...useOf(reference.path, targetOf(reference)),
      reference,
    })),
    ...inputsIn(plain)
      .filter(({ name }) => inputs.has(name))
      .map(({ path, name }) => useOf(path, name)),
  ];
  const condition = `condition ${textAt(after, 'Condition') ?? ''}`;
  const existence: Use = { property: 'Condition', target: condition, effect: 'replace', why: itsExistence };
  return [...uses, ...(inputs.has(condition) ? [existence] : [])].filter(
    ({ property }) => !own.has(property),
  );
}

/** `Subnet1`, `Subnet1.AvailabilityZone` */
export function targetOf({ name, attribute }: Reference): string {
  return attribute === undefined ? name : `${name}.${attribute}`;
}

/** Why a condition matters to what has it. */
export const itsExistence = 'it is there or not by this condition';

function followFrom(effect: Effect, uses: readonly Use[], changes: Changes): Followed {
  const causes = uses.flatMap(({ reference, effect: done, ...cause }): readonly Cause[] => {
    const certainty = reference ? certaintyOf(reference, changes) : 'perhaps';
    return certainty === 'no' ? [] : [{ ...cause, effect: effectOfReference(certainty, done) }];
  });
  return { effect: causes.map((cause) => cause.effect).reduce(graver, effect), causes: unique(causes) };
}

/** Whether the value of a reference changes. */
export function certaintyOf({ name, attribute }: Reference, { pairs, known }: Changes): Certainty {
  const target = pairs.get(name);
  if (!target) return 'no';
  // An attribute with the name of a property has the property's value.
  if (attribute !== undefined && hasProperty(target, attribute)) {
    const isChanged = target.properties.some(({ path }) => path[0] === attribute);
    return isChanged ? 'yes' : 'no';
  }
  return certaintyAfter(known.get(name)?.effect, attribute);
}

function hasProperty({ before, after }: Pair, name: string): boolean {
  return [before, after].some((node) => entryOf(entryOf(node, 'Properties'), name) !== undefined);
}

function unique(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [`${cause.property} ${cause.target}`, cause])).values()];
}
