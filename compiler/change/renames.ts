import { entryOf, typeOf } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import type { Plain } from '../template/plain.ts';

type Resources = ReadonlyMap<string, TemplateNode>;

/** How much of two resources must be the same for one of them to look like the other under a new name. */
const enough = 0.75;
/** With fewer values the names must be alike as well: two log groups easily are. */
const fewValues = 3;

/** Resources that are gone, with the one of the same type and nearly the same properties that has come in its place. */
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

/** The share of values that both have at the same place. */
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

/** How much of two lists is in both. */
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
