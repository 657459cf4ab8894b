import { graver } from '../change/action.ts';
import type { Effect } from '../change/action.ts';
import { certaintyAfter, effectOfReference } from '../change/cause.ts';
import type { Cause, Certainty } from '../change/cause.ts';
import { entryOf } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import { referencesIn } from '../template/references.ts';
import type { Reference } from '../template/references.ts';
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
}

/** What changes do to the resources that refer to changed ones, and in turn to those that refer to them. */
export function followReferences(
  pairs: ReadonlyMap<string, Pair>,
  facts: ResourceTypes,
): ReadonlyMap<string, Followed> {
  const references = new Map(
    [...pairs].map(([id, { after }]) => {
      const properties = entryOf(after, 'Properties');
      return [id, properties ? referencesIn(toPlain(properties)) : []];
    }),
  );
  let known: ReadonlyMap<string, Followed> = new Map(
    [...pairs].map(([id, { effect }]) => [id, { effect, causes: [] }]),
  );
  for (;;) {
    const next = new Map(
      [...pairs].map(([id, pair]) => [
        id,
        followFrom(pair, references.get(id) ?? [], { pairs, known }, facts),
      ]),
    );
    if ([...next].every(([id, { effect }]) => effect === known.get(id)?.effect)) return next;
    known = next;
  }
}

function followFrom(
  { type, effect, properties }: Pair,
  references: readonly Reference[],
  changes: Changes,
  facts: ResourceTypes,
): Followed {
  const own = new Set(properties.map(({ path }) => path.join('.')));
  const causes = references.flatMap((reference): readonly Cause[] => {
    const certainty = certaintyOf(reference, changes);
    const property = reference.path.join('.');
    if (certainty === 'no' || own.has(property)) return [];
    const difference = { path: reference.path, before: undefined, after: undefined };
    const { effect: done, why } = effectOf(type, difference, facts);
    const target = [reference.name, reference.attribute].filter((part) => part !== undefined).join('.');
    const becomes = effectOfReference(certainty, done);
    return [{ property, target, effect: becomes, ...(why !== undefined && { why }) }];
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
