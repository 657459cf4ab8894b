import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { usualZones } from '../../../compiler/facts/regions.ts';
import special from '../../../compiler/facts/special-ranges.json' with { type: 'json' };
import { check } from '../../../compiler/modules/check.ts';
import { contains, overlaps, parseRange, partsOf } from '../../../compiler/modules/ip-range.ts';
import type { IpRange } from '../../../compiler/modules/ip-range.ts';
import type { Check, CheckContext } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const zones: SpecPath = ['shared', 'availabilityZones'];
const vpc: SpecPath = ['shared', 'vpcCidr'];
const subnets: SpecPath = ['shared', 'subnetCidrs'];

export const networkChecks: readonly Check[] = [
  check({ region: 'region', names: 'shared.availabilityZones' }, ({ region, names }) =>
    zoneFindings(region, names),
  ),
  check({ vpcCidr: 'shared.vpcCidr', subnetCidrs: 'shared.subnetCidrs' }, ({ vpcCidr, subnetCidrs }, about) =>
    rangeFindings(vpcCidr, subnetCidrs, about),
  ),
];

/**
 * Each zone's name must be the region's name and a letter. Which letters exist differs between accounts, so it is not
 * checked.
 */
function zoneFindings(region: string, names: readonly string[]): Finding[] {
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
  if (names.length !== 2 || names[0] !== names[1]) return foreign;
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

/**
 * A VPC or subnet must have a prefix length from /16 to /28:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
function isPossible({ family, prefix }: IpRange): boolean {
  return family === 'ipv4' && prefix >= 16 && prefix <= limitOf('subnet-prefix');
}

type Read = { readonly range: IpRange } | { readonly message: string; readonly meant?: string };

function read(text: string): Read {
  const parsed = parseRange(text);
  if (parsed.ok && isPossible(parsed.range)) return { range: parsed.range };
  if (parsed.ok) return { message: `"${text}" is not an IPv4 range of /16 to /28` };
  const meant = parsed.meant === undefined ? undefined : read(parsed.meant);
  return {
    message: parsed.message,
    ...(meant && 'range' in meant && { meant: meant.range.text }),
  };
}

/** What a range is for that no network can have: `127.0.0.0/8 is for each machine itself (loopback)`. */
function specialUse(range: IpRange): string | undefined {
  const found = special.ranges.find((each) => {
    const parsed = parseRange(each.range);
    return parsed.ok && overlaps(parsed.range, range);
  });
  return found && `${found.range} is for ${found.use}`;
}

/** A range for the VPC, which has the subnets in it if one can. */
function possibleRange(subnetRanges: readonly IpRange[]): string {
  const such = subnetRanges.flatMap(({ bytes: [first, second] }) => {
    const parsed = parseRange(`${String(first)}.${String(second)}.0.0/16`);
    return parsed.ok ? [parsed.range] : [];
  });
  const fits = such.find(
    (range) => specialUse(range) === undefined && subnetRanges.every((each) => contains(range, each)),
  );
  if (fits) return `a range of /16 to /28, such as ${fits.text}`;
  return 'a range of /16 to /28, such as 10.0.0.0/16, and subnetCidrs inside it, such as [10.0.4.0/22, 10.0.8.0/22]';
}

function rangeFindings(
  vpcText: string,
  subnetTexts: readonly string[],
  { isGiven }: CheckContext,
): Finding[] {
  const findings: Finding[] = [];
  const whole = read(vpcText);
  const parts = subnetTexts.map(read);
  const given = parts.flatMap((part) => ('range' in part ? [part.range] : []));
  const use = 'range' in whole ? specialUse(whole.range) : undefined;
  if ('message' in whole || use !== undefined) {
    const message = 'message' in whole ? whole.message : `"${vpcText}" cannot be a VPC's: ${String(use)}`;
    const meant = 'message' in whole ? whole.meant : undefined;
    findings.push({ code: 'bad-range', path: vpc, message, hint: `Write ${meant ?? possibleRange(given)}` });
  }
  const outer = 'range' in whole && use === undefined ? whole.range : undefined;
  const free = outer ? partsOf(outer, Math.min(28, outer.prefix + 2)) : [];
  if (outer && !isGiven(subnets)) {
    if (given.every((part) => contains(outer, part))) return findings;
    const message = `The default subnets do not fit into the VPC's range ${outer.text}`;
    const such =
      free.length < 2
        ? ''
        : `, such as [${free
            .slice(0, 2)
            .map(({ text }) => text)
            .join(', ')}]`;
    const hint = `Add "subnetCidrs" with two ranges inside ${outer.text}${such}`;
    return [{ code: 'range-overlap', path: vpc, message, hint }];
  }
  const taken = outer ? given.filter((part) => contains(outer, part)) : [];
  parts.forEach((part, index) => {
    const path = [...subnets, index];
    const earlier = parts.slice(0, index).flatMap((each) => ('range' in each ? [each.range] : []));
    const problems = 'message' in part ? [] : problemsOf(part.range, outer, earlier);
    if (!('message' in part) && problems.length === 0) return;
    const example = free.find((each) => !taken.some((other) => overlaps(each, other)));
    if (example) taken.push(example);
    const such = example ? `, such as ${example.text}` : '';
    if ('message' in part) {
      const inside = outer ? ` inside ${outer.text}` : '';
      const hint = `Write ${part.meant ?? `a range of /16 to /28${inside}${such}`}`;
      findings.push({ code: 'bad-range', path, message: part.message, hint });
    }
    for (const [message, hint] of problems) {
      findings.push({ code: 'range-overlap', path, message, hint: `${hint}${such}` });
    }
  });
  return findings;
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
