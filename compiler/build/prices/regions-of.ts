import facts from '../../facts/regions.json' with { type: 'json' };

/** The regions whose prices are in US dollars, and whose price lists are public. */
export function regionsOf(): readonly string[] {
  return Object.keys(facts.partitions.aws).sort();
}
