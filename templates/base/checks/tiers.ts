import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { contains, overlaps, partsOf } from '../../../compiler/modules/ip-range.ts';
import type { IpRange } from '../../../compiler/modules/ip-range.ts';
import type { CheckContext } from '../../../compiler/modules/module.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { offering, readRange, textsOf } from './ranges.ts';
import type { Read } from './ranges.ts';

type Shared = NonNullable<ResolvedSpec['shared']>;

interface Parts extends Pick<Shared, 'vpcCidr' | 'subnetCidrs'> {
  readonly network: NonNullable<Shared['network']>;
}

const tiers = ['publicSubnetCidrs', 'privateSubnetCidrs'] as const;
type Tier = (typeof tiers)[number];

/** One of the VPC's subnets, with the setting that it comes from. */
interface Subnet {
  readonly tier: Tier | 'subnetCidrs';
  readonly path: SpecPath;
  readonly text: string;
  readonly read: Read;
}

/** All subnets lie inside the VPC, and none overlaps another. The database's own are judged by another check. */
export function tierFindings({ vpcCidr, subnetCidrs, network }: Parts, { isGiven }: CheckContext): Finding[] {
  const whole = readRange(vpcCidr);
  // Otherwise the VPC's range is wrong, which another check says.
  if (network.vpcId !== undefined || !('range' in whole)) return [];
  const subnets = [
    ...listed('subnetCidrs', ['shared', 'subnetCidrs'], subnetCidrs),
    ...tiers.flatMap((tier) => listed(tier, pathOf(tier), network[tier])),
  ];
  const used = subnets.filter((each) => isSound(each, whole.range)).flatMap(rangeOf);
  return tiers.flatMap((tier) => {
    const problems = subnets
      .filter((each) => each.tier === tier)
      .flatMap((each) => problemOf(each, subnets, whole.range) ?? []);
    if (problems.length === 0) return [];
    if (isGiven(pathOf(tier))) return problems.map((problem) => findingOf(problem, whole.range, used));
    // The defaults go with those of the database's subnets, which have got their message.
    const isElsewhere = !subnets.some((each) => each.tier === 'subnetCidrs' && isSound(each, whole.range));
    return isElsewhere ? [] : [defaultsFinding(tier, whole.range, used)];
  });
}

function pathOf(tier: Tier): SpecPath {
  return ['shared', 'network', tier];
}

function listed(tier: Subnet['tier'], path: SpecPath, texts: readonly string[]): Subnet[] {
  return texts.map((text, index) => ({ tier, path: [...path, index], text, read: readRange(text) }));
}

function rangeOf({ read }: Subnet): readonly IpRange[] {
  return 'range' in read ? [read.range] : [];
}

function isSound({ read }: Subnet, outer: IpRange): boolean {
  return 'range' in read && contains(outer, read.range);
}

interface Problem {
  readonly code: 'bad-range' | 'range-overlap';
  readonly path: SpecPath;
  readonly message: string;
  readonly hint: string;
  readonly meant?: string | undefined;
}

function problemOf(subnet: Subnet, all: readonly Subnet[], outer: IpRange): Problem | undefined {
  const { path, text, read } = subnet;
  if ('message' in read) {
    const hint = `Write a range of /16 to /28 inside ${outer.text}`;
    return { code: 'bad-range', path, message: read.message, hint, meant: read.meant?.text };
  }
  const { range } = read;
  const code = 'range-overlap';
  if (!contains(outer, range)) {
    const message = `"${text}" lies outside the VPC's range ${outer.text}`;
    return { code, path, message, hint: `Write a range inside ${outer.text}` };
  }
  const earlier = all.slice(0, all.indexOf(subnet));
  const other = earlier.find((each) => rangeOf(each).some((taken) => overlaps(taken, range)));
  if (!other) return undefined;
  const message = `"${text}" overlaps ${other.text} of ${other.tier}`;
  return { code, path, message, hint: `Write a range inside ${outer.text} that overlaps no other subnet` };
}

/** What it proposes counts as used: two hints never propose the same range. */
function findingOf({ code, path, message, hint, meant }: Problem, outer: IpRange, used: IpRange[]): Finding {
  const free = freeRanges(outer, used);
  if (meant === undefined) used.push(...free.slice(0, 1));
  return { code, path, message, ...offering(path, hint, { values: textsOf(free), meant }) };
}

/** The defaults are for the default range of the VPC, and for the default subnets of the database. */
function defaultsFinding(tier: Tier, outer: IpRange, used: IpRange[]): Finding {
  const such = lengthsIn(outer)
    .map((length) => freeParts(outer, length, used).slice(0, 2))
    .find((pair) => pair.length === 2);
  used.push(...(such ?? []));
  const hint = such
    ? `Write "${tier}: [${textsOf(such).join(', ')}]" under shared.network`
    : `Write ${outer.prefix > 16 ? 'a larger vpcCidr, or ' : ''}smaller ranges in subnetCidrs, so that there is room for ${tier}`;
  return {
    code: 'range-overlap',
    path: ['shared', 'network'],
    at: 'key',
    message: `The default ${tier} do not fit beside the other subnets into the VPC's range ${outer.text}`,
    hint,
  };
}

/** The first free range of each size that leaves room for all six subnets. */
function freeRanges(outer: IpRange, used: readonly IpRange[]): readonly IpRange[] {
  return lengthsIn(outer).flatMap((length) => freeParts(outer, length, used).slice(0, 1));
}

function freeParts(outer: IpRange, length: number, used: readonly IpRange[]): readonly IpRange[] {
  return partsOf(outer, length).filter((part) => !used.some((each) => overlaps(part, each)));
}

function lengthsIn({ prefix }: IpRange): readonly number[] {
  return [3, 4, 5, 6].map((more) => prefix + more).filter((length) => length <= limitOf('subnet-prefix'));
}
