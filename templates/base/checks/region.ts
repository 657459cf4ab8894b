import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { foreignPartition, hasDataApi, withoutDataApi } from '../../../compiler/facts/regions.ts';
import { check } from '../../../compiler/modules/check.ts';
import type { Check, RuntimeContext } from '../../../compiler/modules/module.ts';

export const regionChecks: readonly Check[] = [
  check({ region: 'region', runtime: 'backend.service.runtime' }, regionFindings),
  check({ region: 'region', assumeDataApi: 'shared.database.assumeDataApi' }, dataApiFindings),
];

/** The runtime must exist in the region. The hint names only regions in which the database can be made too. */
function regionFindings(
  { region }: { readonly region: string },
  { runtime, runtimes }: RuntimeContext,
): Finding[] {
  if (runtime.regions.includes(region)) return [];
  const others = runtimes.filter(({ regions }) => regions.includes(region));
  const instead = hasDataApi(region) ? others.map(({ name }) => `, or write "runtime: ${name}"`) : [];
  return [
    {
      code: 'region-not-supported',
      path: ['region'],
      message: messageAbout(region, runtime, others.length > 0),
      hint: `Choose one of ${runtime.regions.filter(hasDataApi).join(', ')}${instead.join('')}`,
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

/** Without the RDS Data API the backend's database and user cannot be created. */
function dataApiFindings({
  region,
  assumeDataApi,
}: Pick<ResolvedSpec, 'region'> & { readonly assumeDataApi: boolean }): Finding[] {
  if (assumeDataApi || hasDataApi(region)) return [];
  return [
    {
      code: 'data-api-region',
      path: ['region'],
      message: `AWS does not offer the RDS Data API in "${region}" (as of ${withoutDataApi.asOf}), and without it no backend's database can be created`,
      hint: `Choose another region; if AWS lists this one by now (${withoutDataApi.source}), write "assumeDataApi: true" under shared.database`,
    },
  ];
}
