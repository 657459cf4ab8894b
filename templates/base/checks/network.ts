import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { commercialRegions, hasDataApi, regionOfZones, usualZones } from '../../../compiler/facts/regions.ts';
import special from '../../../compiler/facts/special-ranges.json' with { type: 'json' };
import { eitherOf } from '../../../compiler/modules/edits.ts';
import { check } from '../../../compiler/modules/check.ts';
import { contains, overlaps, parseRange, partsOf } from '../../../compiler/modules/ip-range.ts';
import type { IpRange } from '../../../compiler/modules/ip-range.ts';
import type { Check, CheckContext } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { offering, readRange, textsOf } from './ranges.ts';
import { tierFindings } from './tiers.ts';

type Network = NonNullable<NonNullable<ResolvedSpec['shared']>['network']>;

const zones: SpecPath = ['shared', 'availabilityZones'];
const vpc: SpecPath = ['shared', 'vpcCidr'];
const subnets: SpecPath = ['shared', 'subnetCidrs'];

export const networkChecks: readonly Check[] = [
  check({ region: 'region', names: 'shared.availabilityZones' }, ({ region, names }) =>
    zoneFindings(region, names),
  ),
  check(
    {
      region: 'region',
      names: 'shared.availabilityZones',
      assumeDataApi: 'shared.database.assumeDataApi?',
      runtime: 'backend.service.runtime',
    },
    // Without a cluster, nothing needs the Data API.
    ({ region, names, assumeDataApi = true }, { runtime }) => {
      const isPossible = runtime.regions.includes(region) && (assumeDataApi || hasDataApi(region));
      const other = regionElsewhere(region, names);
      return isPossible && other !== undefined ? [elsewhere(region, other)] : [];
    },
  ),
  check({ vpcCidr: 'shared.vpcCidr', subnetCidrs: 'shared.subnetCidrs' }, ({ vpcCidr, subnetCidrs }, about) =>
    rangeFindings(vpcCidr, subnetCidrs, about),
  ),
  check(
    { vpcCidr: 'shared.vpcCidr', subnetCidrs: 'shared.subnetCidrs', network: 'shared.network' },
    tierFindings,
  ),
  check({ network: 'shared.network', access: 'shared.database.access' }, routeFindings),
];

/** A public address leads nowhere without a route. */
function routeFindings(
  { network, access }: { readonly network: Network; readonly access: string },
  { written }: CheckContext,
): Finding[] {
  if (network.databaseRoute !== 'none' || access !== 'public') return [];
  const route: SpecPath = ['shared', 'network', 'databaseRoute'];
  const open: SpecPath = ['shared', 'database', 'access'];
  return [
    {
      code: 'unreachable-database',
      path: written(route, open),
      message: 'The database is for connections from the internet, and its subnets have no route there',
      ...eitherOf('Write', [
        { path: open, value: 'vpc', words: '"access: vpc" under shared.database' },
        { path: route, value: 'internet', words: '"databaseRoute: internet"' },
      ]),
    },
  ];
}

/**
 * Each zone's name must be the region's name and a letter. Which letters exist differs between accounts, so it is not
 * checked.
 */
function zoneFindings(region: string, names: readonly string[]): Finding[] {
  // Otherwise the region itself is wrong, which another check says.
  if (!Object.hasOwn(commercialRegions, region) || regionElsewhere(region, names) !== undefined) return [];
  const isZone = (zone: string) => zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length));
  const exampleAt = (index: number) => {
    const [first, second] = usualZones(region);
    const letters = index === 0 ? [first, second] : [second, first];
    return letters.map((letter) => `${region}${letter}`).find((zone) => !names.includes(zone)) ?? '';
  };
  const foreign = names.flatMap((zone, index): Finding[] =>
    isZone(zone)
      ? []
      : [
          {
            code: 'zone-mismatch',
            path: [...zones, index],
            message: `"${zone}" is not an availability zone of ${region}`,
            hint: `Write the region and a letter, such as ${exampleAt(index)}`,
          },
        ],
  );
  if (names[0] !== names[1]) return foreign;
  return [
    ...foreign,
    {
      code: 'zone-mismatch',
      path: [...zones, 1],
      message: `Both zones are "${String(names[0])}"`,
      hint: `Write another zone, such as ${exampleAt(1)}: the replica must survive when the writer's zone fails`,
    },
  ];
}

/** Another region that all zones are in. */
function regionElsewhere(region: string, names: readonly string[]): string | undefined {
  const other = regionOfZones(names);
  return other === region ? undefined : other;
}

/** All zones are in another region: one of the two settings is wrong, and not each zone. */
function elsewhere(region: string, other: string): Finding {
  const such = usualZones(region).map((letter) => `${region}${letter}`);
  return {
    code: 'zone-mismatch',
    path: zones,
    message: `The availability zones are in ${other}, and the region is ${region}`,
    ...eitherOf('Write', [
      { path: zones, value: such, words: `zones of ${region}, such as [${such.join(', ')}]` },
      { path: ['region'], value: other, words: `"region: ${other}"` },
    ]),
    related: { path: ['region'], message: '"region" is here' },
  };
}

let specialRanges: readonly { readonly range: IpRange; readonly use: string }[] | undefined;

/** What a range is for that no network can have: `127.0.0.0/8 is for each machine itself (loopback)`. */
function specialUse(range: IpRange): string | undefined {
  specialRanges ??= special.ranges.flatMap((each) => {
    const parsed = parseRange(each.range);
    return parsed.ok ? [{ range: parsed.range, use: each.use }] : [];
  });
  const found = specialRanges.find((each) => overlaps(each.range, range));
  return found && `${found.range.text} is for ${found.use}`;
}

/** A range for the VPC, which has the subnets in it if one can. */
function vpcHint(
  subnetRanges: readonly IpRange[],
  meant: IpRange | undefined,
): Pick<Finding, 'hint' | 'offer'> {
  const around = rangeAround(subnetRanges);
  if (around === undefined && (meant === undefined || subnetRanges.length > 0)) {
    const both =
      'Write a range of /16 to /28, such as 10.0.0.0/16, and subnetCidrs inside it, such as [10.0.4.0/22, 10.0.8.0/22]';
    return { hint: both };
  }
  const values = [around ?? [], '10.0.0.0/16'].flat();
  return offering(vpc, 'Write a range of /16 to /28', { values, meant: meant?.text });
}

/** The range of /16 that has all subnets, if there is one that a VPC can have. */
function rangeAround(subnetRanges: readonly IpRange[]): string | undefined {
  const such = subnetRanges.flatMap(({ bytes: [first, second] }) => {
    const parsed = parseRange(`${String(first)}.${String(second)}.0.0/16`);
    return parsed.ok ? [parsed.range] : [];
  });
  const fits = such.find(
    (range) => specialUse(range) === undefined && subnetRanges.every((each) => contains(range, each)),
  );
  return fits?.text;
}

function rangeFindings(
  vpcText: string,
  subnetTexts: readonly string[],
  { isGiven, written }: CheckContext,
): Finding[] {
  const findings: Finding[] = [];
  const whole = readRange(vpcText);
  const parts = subnetTexts.map(readRange);
  const given = parts.flatMap((part) => ('range' in part ? [part.range] : []));
  const use = 'range' in whole ? specialUse(whole.range) : undefined;
  if ('message' in whole || use !== undefined) {
    const message = 'message' in whole ? whole.message : `"${vpcText}" cannot be a VPC's: ${String(use)}`;
    const meant = 'message' in whole ? whole.meant : undefined;
    findings.push({ code: 'bad-range', path: vpc, message, ...vpcHint(given, meant) });
  }
  const outer = 'range' in whole && use === undefined ? whole.range : undefined;
  if (outer && given.length === parts.length && !given.some((part) => contains(outer, part))) {
    return [outsideFinding(outer, given, isGiven(subnets) ? written(vpc, subnets) : vpc)];
  }
  if (outer && !isGiven(subnets)) {
    return given.every((part) => contains(outer, part)) ? findings : [outsideFinding(outer, [], vpc)];
  }
  const taken = parts.map((part) =>
    'range' in part && outer && contains(outer, part.range) ? part.range : undefined,
  );
  parts.forEach((part, index) => {
    const path = [...subnets, index];
    const earlier = parts.slice(0, index).flatMap((each) => ('range' in each ? [each.range] : []));
    const problems = 'message' in part ? [] : problemsOf(part.range, outer, earlier);
    if (!('message' in part) && problems.length === 0) return;
    const beside = taken.filter((each, other) => each !== undefined && other !== index) as IpRange[];
    const free = outer ? freeParts(outer, beside) : [];
    taken[index] = free[0];
    if ('message' in part) {
      const inside = outer ? ` inside ${outer.text}` : '';
      const hint = offering(path, `Write a range of /16 to /28${inside}`, {
        values: textsOf(free),
        meant: part.meant?.text,
      });
      findings.push({ code: 'bad-range', path, message: part.message, ...hint });
    }
    for (const [message, hint] of problems.slice(0, 1)) {
      findings.push({
        code: 'range-overlap',
        path,
        message,
        ...offering(path, hint, { values: textsOf(free) }),
      });
    }
  });
  return findings;
}

/** The first free quarter and the first free half. One other range leaves one of them free, unless it takes all of it. */
function freeParts(outer: IpRange, taken: readonly IpRange[]): readonly IpRange[] {
  return [outer.prefix + 2, outer.prefix + 1]
    .filter((length) => length <= limitOf('subnet-prefix'))
    .flatMap(
      (length) => partsOf(outer, length).find((each) => !taken.some((other) => overlaps(each, other))) ?? [],
    );
}

/** One of the two settings is wrong, and not each subnet. Without subnets in the spec, the default ones don't fit. */
function outsideFinding(outer: IpRange, given: readonly IpRange[], path: SpecPath): Finding {
  const length = Math.min(limitOf('subnet-prefix'), outer.prefix + 2);
  const [first, second] = partsOf(outer, length);
  const subnetsHint = first && second ? `"subnetCidrs: [${first.text}, ${second.text}]"` : undefined;
  const around = rangeAround(given);
  const vpcHint =
    around === undefined
      ? subnetsHint === undefined
        ? '"vpcCidr: 10.0.0.0/16"'
        : undefined
      : `"vpcCidr: ${around}"`;
  const hints = [vpcHint, subnetsHint].filter((each) => each !== undefined);
  return {
    code: 'range-overlap',
    path,
    message:
      given.length > 0
        ? `Both subnets lie outside the VPC's range ${outer.text}`
        : `The default subnets do not fit into the VPC's range ${outer.text}`,
    hint: `Write ${hints.join(', or ')} under shared`,
  };
}

/** What is wrong with where a subnet lies, and what to write. */
function problemsOf(
  part: IpRange,
  outer: IpRange | undefined,
  earlier: readonly IpRange[],
): readonly (readonly [message: string, hint: string])[] {
  const other = earlier.find((each) => overlaps(each, part));
  return [
    ...(outer && !contains(outer, part)
      ? [
          [
            `"${part.text}" lies outside the VPC's range ${outer.text}`,
            `Write a range inside ${outer.text}`,
          ] as const,
        ]
      : []),
    ...(other
      ? [
          [
            `"${part.text}" overlaps the other subnet, ${other.text}`,
            `Write a range that does not overlap ${other.text}`,
          ] as const,
        ]
      : []),
  ];
}
