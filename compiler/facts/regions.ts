import zones from './availability-zones.json' with { type: 'json' };
import dataApi from './data-api.json' with { type: 'json' };
import facts from './regions.json' with { type: 'json' };

/** AWS's names of the regions, by partition and region. */
const partitions: Readonly<Record<string, Readonly<Record<string, string>>>> = facts.partitions;

/** Partitions beside the commercial one, as a sentence calls them. Those with other ids are isolated. */
const partitionNames: Readonly<Record<string, string>> = {
  'aws-cn': 'AWS in China',
  'aws-eusc': 'the AWS European Sovereign Cloud',
  'aws-us-gov': 'AWS GovCloud (US)',
};

/** The regions of the partition `aws`, by their names in AWS's documentation. */
export const commercialRegions: Readonly<Record<string, string>> = partitions['aws'] ?? {};

/** The partition of a region outside the commercial one, as a sentence calls it: `AWS in China (aws-cn)`. */
export function foreignPartition(region: string): string | undefined {
  const id = Object.keys(partitions).find((each) => Object.hasOwn(partitions[each] ?? {}, region));
  if (id === undefined || id === 'aws') return undefined;
  return `${partitionNames[id] ?? 'an isolated partition of AWS'} (${id})`;
}

/** Where archc's list of the regions without the RDS Data API for Aurora MySQL is from. */
export const withoutDataApi = { asOf: dataApi.asOf, source: dataApi.source } as const;

/** Whether AWS offers the RDS Data API for Aurora MySQL in the region, as far as archc knows. */
export function hasDataApi(region: string): boolean {
  return !dataApi.without.includes(region);
}

/** The one commercial region that all zones are in, by their names. */
export function regionOfZones(zones: readonly string[]): string | undefined {
  const regions = new Set(zones.map((zone) => zone.slice(0, -1)));
  const [region = ''] = regions;
  const isZone = (zone: string) => /[a-z]$/.test(zone);
  return regions.size === 1 && zones.every(isZone) && Object.hasOwn(commercialRegions, region)
    ? region
    : undefined;
}

/** The letters of a region's availability zones; none when archc does not know the region. */
export function zoneLetters(region: string): readonly string[] {
  return Array.from((zones.letters as Readonly<Record<string, string>>)[region] ?? '');
}

/** Two letters of zones that a new account has, in a region where accounts have the same ones: `['a', 'c']`. */
export function usualZones(region: string): readonly [string, string] {
  const [first = 'a', ...others] = zoneLetters(region);
  return [first, others.includes('c') ? 'c' : (others[0] ?? 'b')];
}

/** Whether an account sees only some of the region's zones, others than the next account. */
export function zonesDifferByAccount(region: string): boolean {
  return zones.differsByAccount.includes(region);
}
