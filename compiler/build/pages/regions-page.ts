import zones from '../../facts/availability-zones.json' with { type: 'json' };
import dataApi from '../../facts/data-api.json' with { type: 'json' };
import facts from '../../facts/regions.json' with { type: 'json' };
import {
  commercialRegions,
  foreignPartition,
  hasDataApi,
  usualZones,
  zonesDifferByAccount,
} from '../../facts/regions.ts';
import type { Runtime } from '../../modules/module.ts';

/** docs/regions.md: where a spec can be deployed, from the files of facts. */
export function regionsPage(runtimes: readonly Runtime[]): string {
  const names = runtimes.map(({ name }) => name);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const has = (is: boolean) => (is ? 'yes' : 'no');
  const rows = Object.entries(commercialRegions).map(([region, name]) => {
    const possible = hasDataApi(region);
    const where = usualZones(region).map((letter) => `\`${region}${letter}\``);
    return row([
      `\`${region}\``,
      name,
      has(possible),
      ...runtimes.map(({ regions }) => has(possible && regions.includes(region))),
      `${where.join(', ')}${zonesDifferByAccount(region) ? ', by account' : ''}`,
    ]);
  });
  const count = ({ regions }: Runtime) => regions.filter(hasDataApi).length;
  const foreign = Object.entries(facts.partitions).filter(([id]) => id !== 'aws');
  return [
    '# Regions',
    '',
    'Generated from the files in compiler/facts (`npm run update`). What a file says holds for its date; AWS adds services to',
    'regions and seldom takes one away.',
    '',
    `archc can deploy on ${runtimes.map((runtime) => `\`${runtime.name}\` in ${count(runtime)}`).join(' and ')} of AWS's ` +
      `${Object.keys(commercialRegions).length} commercial regions.`,
    'The database and its user are made through the RDS Data API, which',
    `AWS does not offer for Aurora MySQL in ${dataApi.without.length} of them. A spec for one of these is refused (\`data-api-region\`). If`,
    `[AWS's table](${dataApi.source})`,
    'lists the region by now, write `assumeDataApi: true` under `shared.database`. Without a cluster (`database: none`) a spec can be',
    'for any region that has its runtime.',
    '',
    row([
      'region',
      'name',
      'RDS Data API',
      ...names.map((name) => `\`${name}\``),
      'zones that `archc init` writes',
    ]),
    `|${'---|'.repeat(names.length + 4)}`,
    ...rows,
    '',
    'The zones are those that a new account usually has; `aws ec2 describe-availability-zones` lists yours. Opt-in regions must be',
    'enabled in the account.',
    '',
    '## Regions that archc does not compile for',
    '',
    ...foreign.flatMap(([, regions]) =>
      Object.entries(regions).map(
        ([region, name]) => `- \`${region}\`, ${name}: ${foreignPartition(region) ?? ''}`,
      ),
    ),
    '',
    '## Sources',
    '',
    `- Regions: ${facts.source} (${facts.asOf}).`,
    `- RDS Data API: ${dataApi.source} (${dataApi.asOf}). ${dataApi.note}`,
    `- Zones: ${zones.source} (${zones.asOf}).`,
    '- Runtimes: the files of facts in their folders.',
    '',
  ].join('\n');
}
