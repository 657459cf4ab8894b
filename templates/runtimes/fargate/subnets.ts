import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { hintOf } from '../../../compiler/diagnostics/offer.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { contains, overlaps, parseRange, partsOf } from '../../../compiler/modules/ip-range.ts';
import type { IpRange } from '../../../compiler/modules/ip-range.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

/** Addresses of a subnet that are not for tasks. */
function othersIn(index: number, readers: number | undefined): number {
  return limitOf('reserved-addresses') + limitOf('load-balancer-addresses') + instancesIn(index, readers);
}

/** Those of the cluster. The first subnet has the writer; readers stand in the second and first by turns. */
function instancesIn(index: number, readers: number | undefined): number {
  if (readers === undefined) return 0;
  return index === 0 ? 1 + Math.floor(readers / 2) : Math.ceil(readers / 2);
}

interface Parts {
  /** `undefined` without a cluster. */
  readonly readers: number | undefined;
  readonly vpcCidr: string;
  readonly subnetCidrs: readonly string[];
  readonly scaling: { readonly min: number; readonly max: number };
}

const subnets: SpecPath = ['shared', 'subnetCidrs'];
const mostTasks: SpecPath = ['backend', 'service', 'scaling', 'max'];

/**
 * Each subnet must hold the load balancer, and during a deployment, when every task runs twice, half of all tasks. Other
 * backends in the same network need room too, but one spec cannot know of another. The default subnets have room for the
 * most tasks and readers.
 */
export function subnetFindings(parts: Parts): Finding[] {
  return parts.subnetCidrs.flatMap((_, index) => findingsOf(index, parts));
}

function findingsOf(
  index: number,
  { vpcCidr, subnetCidrs, readers, scaling: { min, max } }: Parts,
): Finding[] {
  const text = subnetCidrs[index] ?? '';
  const [vpc, parsed] = [parseRange(vpcCidr), parseRange(text)];
  // Otherwise the subnet itself is wrong, which another check says.
  if (!vpc.ok || !parsed.ok || !contains(vpc.range, parsed.range)) return [];
  const { prefix } = parsed.range;
  if (prefix > limitOf('subnet-prefix')) return [];
  const earlier = subnetCidrs.slice(0, index).map(parseRange);
  if (earlier.some((other) => other.ok && overlaps(other.range, parsed.range))) return [];
  const path = [...subnets, index];
  const others = othersIn(index, readers);
  const longest = limitOf('load-balancer-subnet');
  const least = Math.min(longest, prefixFor(max + others));
  const wanted = { path, least, vpc: vpc.range, others: subnetCidrs.filter((each) => each !== text) };
  if (prefix > longest) {
    return [
      {
        code: 'subnet-too-small',
        path,
        message: `"${text}" is too small for a load balancer, which needs a subnet of /${longest} or larger`,
        ...largerRange(wanted, ''),
      },
    ];
  }
  const room = 2 ** (32 - prefix) - others;
  if (max <= room) return [];
  const fewer = room >= min ? `, or set backend.service.scaling.max to ${room} or less` : '';
  return [
    {
      code: 'subnet-too-small',
      path,
      message: `"${text}" has ${room} addresses for tasks, and a deployment of ${max} needs as many in each subnet`,
      ...largerRange(wanted, fewer),
      related: { path: mostTasks, message: 'The largest number of tasks' },
    },
  ];
}

interface Room {
  readonly path: SpecPath;
  readonly least: number;
  readonly vpc: IpRange;
  readonly others: readonly string[];
}

/** A hint with a range inside the VPC that is large enough and free, if there is one. A VPC has room for two of its halves. */
function largerRange({ path, least, vpc, others }: Room, instead: string): Pick<Finding, 'hint' | 'offer'> {
  if (least <= vpc.prefix)
    return { hint: `Write a vpcCidr of /${least - 1} or larger, and a range of /${least} here${instead}` };
  const taken = others.map(parseRange).flatMap((each) => (each.ok ? [each.range] : []));
  const values = partsOf(vpc, least)
    .filter((part) => !taken.some((each) => overlaps(each, part)))
    .map(({ text }) => text)
    .slice(0, 3);
  const say = ([value]: readonly unknown[]) =>
    `Write a range of /${least} or larger${value === undefined ? '' : `, such as ${value as string}`}${instead}`;
  return hintOf({ path, kind: 'example', values, say });
}

/** The prefix length of the smallest range with so many addresses. */
function prefixFor(addresses: number): number {
  return 32 - Math.ceil(Math.log2(addresses));
}
