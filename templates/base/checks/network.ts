import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { usualZones } from '../../../compiler/facts/regions.ts';
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

function rangeFindings(
  vpcText: string,
  subnetTexts: readonly string[],
  { isGiven }: CheckContext,
): Finding[] {
  const findings: Finding[] = [];
  const whole = read(vpcText);
  if ('message' in whole) {
    const hint = `Write ${whole.meant ?? 'a range of /16 to /28, such as 10.0.0.0/16'}`;
    findings.push({ code: 'bad-range', path: vpc, message: whole.message, hint });
  }
  const outer = 'range' in whole ? whole.range : undefined;
  const parts = subnetTexts.map(read);
  const given = parts.flatMap((part) => ('range' in part ? [part.range] : []));
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
