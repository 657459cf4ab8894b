import type { Finding } from './diagnostic.ts';

type Hint = Pick<Finding, 'hint' | 'offer'>;

/** Adds findings that know better than others about the same key or value, and may take over their hints. */
export function inPlaceOf(
  found: readonly Finding[],
  better: readonly Finding[],
  hintOf: (own: Finding, other: Finding | undefined) => Hint,
): readonly Finding[] {
  const others = new Map(found.map((each) => [keyOf(each), each]));
  const named = new Set(better.map(keyOf));
  return [
    ...found.filter((each) => !named.has(keyOf(each))),
    ...better.map((each): Finding => ({ ...each, ...hintOf(each, others.get(keyOf(each))) })),
  ];
}

function keyOf({ path, at }: Finding): string {
  return JSON.stringify([at === 'key', ...path]);
}
