import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { limitOf } from '../../../compiler/facts/limits.ts';
import { parseRange } from '../../../compiler/modules/ip-range.ts';

/** One instance of the database stands in each subnet. */
const instances = 1;

/** Addresses of a subnet that are not for tasks. */
const others = limitOf('reserved-addresses') + limitOf('load-balancer-addresses') + instances;

interface Parts {
  readonly subnetCidrs: readonly string[];
  readonly scaling: { readonly min: number; readonly max: number };
}

/**
 * Each subnet must hold the load balancer, and during a deployment, when every task runs twice, half of all tasks. Other
 * backends in the same network need room too, but one spec cannot know of another.
 */
export function subnetFindings({ subnetCidrs, scaling: { max } }: Parts): Finding[] {
  return subnetCidrs.flatMap((text, index): Finding[] => {
    const parsed = parseRange(text);
    if (!parsed.ok || parsed.range.family !== 'ipv4') return [];
    const { prefix } = parsed.range;
    const path = ['shared', 'subnetCidrs', index];
    const longest = limitOf('load-balancer-subnet');
    if (prefix > longest) {
      return [
        {
          code: 'subnet-too-small',
          path,
          message: `"${text}" is too small for a load balancer, which needs a subnet of /${longest} or larger`,
          hint: `Write a range of /${Math.min(longest, prefixFor(max))} or larger`,
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
        hint: `Write a range of /${prefixFor(max)} or larger, or set backend.service.scaling.max to ${room} or less`,
        related: { path: ['backend', 'service', 'scaling', 'max'], message: 'The largest number of tasks' },
      },
    ];
  });
}

/** The prefix length of the smallest range with room for the tasks. */
function prefixFor(tasks: number): number {
  return 32 - Math.ceil(Math.log2(tasks + others));
}
