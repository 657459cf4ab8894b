import { chargesOf, snapshot } from '../template/charges.ts';
import type { Charge } from '../template/charges.ts';
import { isKept, policyOf } from './data-at-stake.ts';
import type { ResourceVersions } from './data-at-stake.ts';

/** What a change does to something that AWS charges for. */
export interface Cost extends Charge {
  /** `stays`: what is left of the old resource costs until someone deletes it. */
  readonly change: 'begins' | 'ends' | 'stays';
  readonly number: number;
}

/** What begins and ends to cost with a change. Nothing when it costs the same as before. */
export function costsOf(change: ResourceVersions): { readonly costs?: readonly Cost[] } {
  const costs = listCosts(change);
  return costs.length === 0 ? {} : { costs };
}

function listCosts(change: ResourceVersions): readonly Cost[] {
  const { type, action, before, after } = change;
  const old = action === 'create' ? [] : chargesOf(type, before);
  const wanted = action === 'delete' ? [] : chargesOf(type, after);
  if (action === 'refuse') return [];
  const goes = action === 'delete' || action === 'replace';
  // What replaces it under another logical id has nearly the same properties.
  const next = action === 'replace' && !after ? old : wanted;
  if (goes && isKept(change)) return [...differences([], next), ...staying(old)];
  return [...differences(old, next), ...(goes && policyOf(change) === 'Snapshot' ? staying([snapshot]) : [])];
}

/** What there is more of, and less of, after a change. */
function differences(before: readonly Charge[], after: readonly Charge[]): readonly Cost[] {
  const items = new Map([...before, ...after].map((each) => [each.item, each]));
  return [...items.values()].flatMap((each): readonly Cost[] => {
    const more = countOf(each, after) - countOf(each, before);
    return more === 0 ? [] : [{ change: more > 0 ? 'begins' : 'ends', number: Math.abs(more), ...each }];
  });
}

function staying(charges: readonly Charge[]): readonly Cost[] {
  return differences([], charges).map((each) => ({ ...each, change: 'stays' }));
}

function countOf({ item }: Charge, charges: readonly Charge[]): number {
  return charges.filter((each) => each.item === item).length;
}
