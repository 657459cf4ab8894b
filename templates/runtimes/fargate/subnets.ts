import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { parseRange } from '../../../compiler/modules/ip-range.ts';

/** Addresses of a subnet that are not for tasks. The first has the writer; readers stand in the second and first by turns. */
function othersIn(index: number, readers: number): number {
  const instances = index === 0 ? 1 + Math.floor(readers / 2) : Math.ceil(readers / 2);
  return limitOf('reserved-addresses') + limitOf('load-balancer-addresses') + instances;
}

interface Parts {
  readonly readers: number;
  readonly subnetCidrs: readonly string[];
  readonly scaling: { readonly min: number; readonly max: number };
}

/**
 * Each subnet must hold the load balancer, and during a deployment, when every task runs twice, half of all tasks. Other
 * backends in the same network need room too, but one spec cannot know of another.
 */
export function subnetFindings({ subnetCidrs, readers, scaling: { max } }: Parts): Finding[] {
  return subnetCidrs.flatMap((text, index): Finding[] => {
    const parsed = parseRange(text);
    if (!parsed.ok || parsed.range.family !== 'ipv4') return [];
    const { prefix } = parsed.range;
    const path = ['shared', 'subnetCidrs', index];
    const others = othersIn(index, readers);
    const least = prefixFor(max + others);
    const longest = limitOf('load-balancer-subnet');
    if (prefix > longest) {
      return [
        {
          code: 'subnet-too-small',
          path,
          message: `"${text}" is too small for a load balancer, which needs a subnet of /${longest} or larger`,
          hint: `Write a range of /${Math.min(longest, least)} or larger`,
        },
      ];
    }
    const room = 2 ** (32 - prefix) - others;
    if (max <= room) return [];
    return [
      {
        code: 'subnet-too-small',
        path,
        message: `"${text}" has ${room} addresses for tasks, and a deployment of ${max} needs as many in each subnet`,
        hint: `Write a range of /${least} or larger, or set backend.service.scaling.max to ${room} or less`,
        related: { path: ['backend', 'service', 'scaling', 'max'], message: 'The largest number of tasks' },
      },
    ];
  });
}

/** The prefix length of the smallest range with so many addresses. */
function prefixFor(addresses: number): number {
  return 32 - Math.ceil(Math.log2(addresses));
}
