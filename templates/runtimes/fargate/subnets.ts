import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { hintOf } from '../../../compiler/diagnostics/offer.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { contains, overlaps, parseRange, partsOf } from '../../../compiler/modules/ip-range.ts';
import type { IpRange } from '../../../compiler/modules/ip-range.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { countInterfaces } from '../../../compiler/modules/vpc-endpoints.ts';
import type { Choice, Network } from './placement.ts';

interface Parts {
  /** `undefined` without a cluster. */
  readonly readers: number | undefined;
  readonly vpcCidr: string;
  readonly subnetCidrs: readonly string[];
  readonly network: Network | undefined;
  readonly subnets: Choice;
  readonly visibility: 'internet' | 'internal';
  readonly scaling: { readonly min: number; readonly max: number };
}

/** Two subnets in which the load balancer or tasks stand. */
interface Pair {
  readonly path: SpecPath;
  readonly cidrs: readonly string[];
  /** The ranges of the subnets that another check judges first. */
  readonly earlier: readonly string[];
  /** All ranges of the VPC. */
  readonly all: readonly string[];
  /** Addresses that are not for tasks. */
  readonly taken: (index: number) => number;
  readonly hasLoadBalancer: boolean;
  readonly hasTasks: boolean;
}

const mostTasks: SpecPath = ['backend', 'service', 'scaling', 'max'];

/**
 * Each subnet must hold what stands in it: the load balancer, and during a deployment, when every task runs twice, half of
 * all tasks. Other backends in the same network need room too, but one spec cannot know of another. The default subnets
 * have room for the most tasks and readers.
 */
export function subnetFindings(parts: Parts): Finding[] {
  return pairsOf(parts).flatMap((pair) => {
    const first = findingsOf(0, pair, parts);
    // Two hints never propose the same range.
    const proposed = first.flatMap(({ offer }) => (offer?.values.slice(0, 1) ?? []) as readonly string[]);
    return [...first, ...findingsOf(1, { ...pair, all: [...pair.all, ...proposed] }, parts)];
  });
}

function pairsOf({ readers, subnetCidrs, network, subnets, visibility }: Parts): readonly Pair[] {
  const path: SpecPath = ['shared', 'subnetCidrs'];
  const reserved = limitOf('reserved-addresses');
  const balancer = limitOf('load-balancer-addresses');
  if (!network) {
    const taken = (index: number) => reserved + balancer + instancesIn(index, readers);
    const both = { hasLoadBalancer: true, hasTasks: true };
    return [{ path, cidrs: subnetCidrs, earlier: [], all: subnetCidrs, taken, ...both }];
  }
  if (network.vpcId !== undefined) return [];
  const { nat, endpoints, publicSubnetCidrs, privateSubnetCidrs } = network;
  const all = [...subnetCidrs, ...publicSubnetCidrs, ...privateSubnetCidrs];
  const gateways = (index: number) => (nat === 'perZone' || (nat === 'one' && index === 0) ? 1 : 0);
  const isPrivate = subnets === 'private';
  const isInternal = visibility === 'internal';
  return [
    {
      path: ['shared', 'network', 'publicSubnetCidrs'],
      cidrs: publicSubnetCidrs,
      earlier: subnetCidrs,
      all,
      taken: (index) => reserved + (isInternal ? 0 : balancer) + gateways(index),
      hasLoadBalancer: !isInternal,
      hasTasks: !isPrivate,
    },
    {
      path: ['shared', 'network', 'privateSubnetCidrs'],
      cidrs: isPrivate || isInternal ? privateSubnetCidrs : [],
      earlier: [...subnetCidrs, ...publicSubnetCidrs],
      all,
      taken: () => reserved + countInterfaces(endpoints) + (isInternal ? balancer : 0),
      hasLoadBalancer: isInternal,
      hasTasks: isPrivate,
    },
  ];
}

/** Those of the cluster. The first subnet has the writer; readers stand in the second and first by turns. */
function instancesIn(index: number, readers: number | undefined): number {
  if (readers === undefined) return 0;
  return index === 0 ? 1 + Math.floor(readers / 2) : Math.ceil(readers / 2);
}

function findingsOf(index: number, pair: Pair, { vpcCidr, scaling: { min, max } }: Parts): Finding[] {
  const { cidrs, hasLoadBalancer, hasTasks } = pair;
  const text = cidrs[index] ?? '';
  const [vpc, parsed] = [parseRange(vpcCidr), parseRange(text)];
  // Otherwise the subnet itself is wrong, which another check says.
  if (!vpc.ok || !parsed.ok || !contains(vpc.range, parsed.range)) return [];
  const { prefix } = parsed.range;
  if (prefix > limitOf('subnet-prefix')) return [];
  const earlier = [...pair.earlier, ...cidrs.slice(0, index)].map(parseRange);
  if (earlier.some((other) => other.ok && overlaps(other.range, parsed.range))) return [];
  const path = [...pair.path, index];
  const others = pair.taken(index);
  const longest = hasLoadBalancer ? limitOf('load-balancer-subnet') : limitOf('subnet-prefix');
  const least = Math.min(longest, prefixFor((hasTasks ? max : 0) + others));
  const wanted = { path, least, vpc: vpc.range, others: pair.all.filter((each) => each !== text) };
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
  if (!hasTasks || max <= room) return [];
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
