import { entryOf, typeOf } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import type { Plain } from '../template/plain.ts';

type Resources = ReadonlyMap<string, TemplateNode>;

/** The share of equal values from which a removed and an added resource count as the same one under a new name. */
const enough = 0.75;
/** With fewer values, the names must be similar too: two different log groups easily have equal values. */
const fewValues = 3;

/**
 * Pairs each removed resource with an added one of the same type and nearly the same properties. Maps the old logical
 * ids to the new ones.
 */
export function pairRenames(removed: Resources, added: Resources): ReadonlyMap<string, string> {
  const newOnes = [...added].map(describe);
  const candidates = [...removed].map(describe).flatMap((before) =>
    newOnes
      .filter(({ type }) => type === before.type)
      .map((after) => ({ from: before.id, to: after.id, likeness: likenessOf(before, after) }))
      .filter(({ likeness }) => likeness >= enough),
  );
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to } of candidates.sort((a, b) => b.likeness - a.likeness)) {
    if (pairs.has(from) || taken.has(to)) continue;
    pairs.set(from, to);
    taken.add(to);
  }
  return pairs;
}

interface Described {
  readonly id: string;
  readonly type: string;
  /** Each property's value with its path. */
  readonly values: ReadonlySet<string>;
  /** The words of the logical id. */
  readonly words: ReadonlySet<string>;
}

function describe([id, node]: readonly [string, TemplateNode]): Described {
  const properties = entryOf(node, 'Properties');
  return {
    id,
    type: typeOf(node),
    values: new Set(properties ? leavesOf(toPlain(properties)) : []),
    words: new Set(id.match(/[A-Z]?[a-z0-9]+|[A-Z]+/g) ?? []),
  };
}

/** The share of values that both have at the same path, from 0 to 1. */
function likenessOf(one: Described, other: Described): number {
  // When only the other has few, they have less than enough in common.
  const isSmall = one.values.size < fewValues;
  return isSmall && shareOf(one.words, other.words) < 0.5 ? 0 : shareOf(one.values, other.values);
}

/** The share of all items that both sets contain. */
function shareOf(ones: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let common = 0;
  for (const each of ones) if (others.has(each)) common += 1;
  const all = ones.size + others.size - common;
  return all === 0 ? 1 : common / all;
}

/** Each value with its path: `.Tags.0.Key=Name`. */
function leavesOf(value: Plain): readonly string[] {
  if (typeof value !== 'object') return [`=${String(value)}`];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child).map((leaf) => `.${key}${leaf}`));
}
