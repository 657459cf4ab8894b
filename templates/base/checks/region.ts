import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import {
  foreignPartition,
  hasDataApi,
  regionOfZones,
  withoutDataApi,
} from '../../../compiler/facts/regions.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check, RuntimeContext } from '../../../compiler/modules/module.ts';

export const regionChecks: readonly Check[] = [
  check(
    { region: 'region', runtime: 'backend.service.runtime', zones: 'shared.availabilityZones?' },
    regionFindings,
  ),
  check(
    {
      region: 'region',
      assumeDataApi: 'shared.database.assumeDataApi',
      zones: 'shared.availabilityZones',
      runtime: 'backend.service.runtime',
    },
    dataApiFindings,
  ),
];

interface Parts {
  readonly region: string;
  readonly zones?: readonly string[] | undefined;
}

/** The runtime must exist in the region. The hint names only regions in which the database can be made too. */
function regionFindings({ region, zones = [] }: Parts, { runtime, runtimes }: RuntimeContext): Finding[] {
  if (runtime.regions.includes(region)) return [];
  const others = runtimes.filter(({ regions }) => regions.includes(region));
  const possible = runtime.regions.filter(hasDataApi);
  const choice = `one of ${possible.join(', ')}${zones.length > 0 ? ', with availability zones there' : ''}`;
  const runtimeChoices = others.map(({ name }) => `"runtime: ${name}"`).join(' or ');
  const hint =
    hasDataApi(region) && others.length > 0
      ? `Write ${runtimeChoices}, or choose ${choice}`
      : `Choose ${choice}`;
  return [
    {
      code: 'region-not-supported',
      path: ['region'],
      message: messageAbout(region, runtime, others.length > 0),
      hint: zonesHint(zones, possible) ?? hint,
    },
  ];
}

function messageAbout(region: string, { name }: RuntimeContext['runtime'], isKnown: boolean): string {
  const foreign = foreignPartition(region);
  if (foreign !== undefined) return `"${region}" belongs to ${foreign}, for which archc does not compile`;
  return isKnown
    ? `The runtime ${name} does not exist in "${region}"`
    : `"${region}" is not a commercial region of AWS`;
}

/** Where the zones are all in another region that is possible, that one is meant. */
function zonesHint(zones: readonly string[], possible: readonly string[]): string | undefined {
  const meant = regionOfZones(zones);
  return meant !== undefined && possible.includes(meant)
    ? `Write ${meant}, where the availability zones are`
    : undefined;
}

/** Without the RDS Data API the backend's database and user cannot be created. */
function dataApiFindings(
  {
    region,
    assumeDataApi,
    zones,
  }: Pick<ResolvedSpec, 'region'> & {
    readonly assumeDataApi: boolean;
    readonly zones: readonly string[];
  },
  { runtime }: RuntimeContext,
): Finding[] {
  if (assumeDataApi || hasDataApi(region) || !runtime.regions.includes(region)) return [];
  const other = zonesHint(zones, runtime.regions.filter(hasDataApi)) ?? 'Choose another region';
  return [
    {
      code: 'data-api-region',
      path: ['region'],
      message: `AWS does not offer the RDS Data API in "${region}" (as of ${withoutDataApi.asOf}), and without it no backend's database can be created`,
      hint: `${other}; if AWS lists this one by now (${withoutDataApi.source}), write "assumeDataApi: true" under shared.database`,
    },
  ];
}
