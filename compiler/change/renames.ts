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
  const candidates = [...removed].flatMap(([from, before]) =>
    [...added]
      .filter(([, after]) => typeOf(after) === typeOf(before))
      .map(([to, after]) => ({ from, to, likeness: likenessOf([from, before], [to, after]) })),
  );
  const pairs = new Map<string, string>();
  for (const { from, to, likeness } of candidates.sort((a, b) => b.likeness - a.likeness)) {
    const isTaken = pairs.has(from) || [...pairs.values()].includes(to);
    if (likeness >= enough && !isTaken) pairs.set(from, to);
  }
  return pairs;
}

/** The share of values that both have at the same path, from 0 to 1. */
function likenessOf(...both: readonly (readonly [id: string, node: TemplateNode])[]): number {
  const values = both.map(([, node]) => {
    const properties = entryOf(node, 'Properties');
    return properties ? leavesOf(toPlain(properties), '') : [];
  });
  const likeness = shareOf(values);
  const words = both.map(([id]) => id.match(/[A-Z]?[a-z0-9]+|[A-Z]+/g) ?? []);
  const isSmall = values.some(({ length }) => length < fewValues);
  return isSmall && shareOf(words) < 0.5 ? 0 : likeness;
}

/** The share of all items that both lists contain. */
function shareOf([ones = [], others = []]: readonly (readonly string[])[]): number {
  const all = new Set([...ones, ...others]);
  return all.size === 0
    ? 1
    : [...all].filter((each) => ones.includes(each) && others.includes(each)).length / all.size;
}

function leavesOf(value: Plain, path: string): readonly string[] {
  if (typeof value !== 'object') return [`${path}=${String(value)}`];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, `${path}.${key}`));
}
