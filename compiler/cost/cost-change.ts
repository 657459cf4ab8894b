import { publishedPrices } from '../facts/prices.ts';
import type { TemplateNode } from '../template/node.ts';
import { estimate, namesWithoutPrice } from './estimate.ts';
import type { Estimate, Range } from './model.ts';

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
  /** `undefined` when there was nothing, or nothing that archc knows the price of. */
  readonly before: Range | undefined;
  readonly after: Range;
  /** Where it was before, if that is another region. */
  readonly formerRegion?: string;
  /** What is left out on both sides, in words, because archc knows no price of it. */
  readonly withoutPrice: readonly string[];
}

/**
 * `undefined` when it costs the same, and when archc knows no prices of the region. A stack that the new version lacks
 * goes on, and costs, until someone deletes it. So does each in the former region, but it costs nothing in the new one.
 */
export function costChange(
  region: string,
  stacks: readonly StackCosts[],
  formerRegion = region,
): CostChange | undefined {
  const isMoved = formerRegion !== region;
  const before = estimateIn(
    formerRegion,
    stacks.map(({ stack, before }) => [stack, before]),
  );
  const after = estimateIn(
    region,
    stacks.map(({ stack, before, after }) => [stack, after ?? (isMoved ? undefined : before)]),
  );
  if (!after?.byTime || after.asOf === undefined) return undefined;
  const former = namesWithoutPrice(before?.items ?? [], 'time');
  const now = namesWithoutPrice(after.items, 'time');
  if (!isMoved && before?.byTime && isSame(before.byTime, after.byTime) && String(former) === String(now))
    return undefined;
  return {
    region,
    currency: 'USD',
    asOf: after.asOf,
    before: before?.byTime,
    after: after.byTime,
    ...(isMoved && { formerRegion }),
    withoutPrice: [...new Set([...former, ...now])],
  };
}

function estimateIn(
  region: string,
  roots: readonly (readonly [string, TemplateNode | undefined])[],
): Estimate | undefined {
  const templates = roots.flatMap(([stack, root]) => (root?.kind === 'map' ? [{ stack, root }] : []));
  return templates.length === 0 ? undefined : estimate({ region, templates }, publishedPrices(region));
}

/** To the cent. */
function isSame(one: Range, other: Range): boolean {
  const cents = ({ floor, ceiling }: Range) => [floor, ceiling].map((each) => Math.round(each * 100)).join();
  return cents(one) === cents(other);
}
