import { publishedPrices } from '../facts/prices.ts';
import type { TemplateNode } from '../template/node.ts';
import { estimate } from './estimate.ts';
import type { Range } from './model.ts';

/** A stack before and after a change; one of the two may be missing. */
export interface StackCosts {
  /** `shared` or `backend`. */
  readonly stack: string;
  readonly before: TemplateNode | undefined;
  readonly after: TemplateNode | undefined;
}

/** What a change does to what AWS charges by time in a month. */
export interface CostChange {
  readonly region: string;
  readonly currency: 'USD';
  readonly asOf: string;
  /** `undefined` when there was nothing. */
  readonly before: Range | undefined;
  readonly after: Range;
}

/**
 * `undefined` when it costs the same, and when archc knows no prices of the region. A stack that the new version lacks
 * goes on, and costs, until someone deletes it.
 */
export function costChange(region: string, stacks: readonly StackCosts[]): CostChange | undefined {
  const list = publishedPrices(region);
  if (!list) return undefined;
  const costOf = (roots: readonly (readonly [string, TemplateNode | undefined])[]) => {
    const templates = roots.flatMap(([stack, root]) => (root?.kind === 'map' ? [{ stack, root }] : []));
    return templates.length === 0 ? undefined : estimate({ region, templates }, list).byTime;
  };
  const before = costOf(stacks.map(({ stack, before: root }) => [stack, root]));
  const after = costOf(stacks.map(({ stack, before: root, after: next }) => [stack, next ?? root]));
  if (!after || (before && isSame(before, after))) return undefined;
  return { region, currency: 'USD', asOf: list.asOf, before, after };
}

/** To the cent. */
function isSame(one: Range, other: Range): boolean {
  const cents = ({ floor, ceiling }: Range) => [floor, ceiling].map((each) => Math.round(each * 100)).join();
  return cents(one) === cents(other);
}
