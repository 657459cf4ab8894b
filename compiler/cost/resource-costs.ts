import { publishedPrices } from '../facts/prices.ts';
import type { StackTemplate } from './bill.ts';
import { sum } from './bill.ts';
import { estimate } from './estimate.ts';
import type { Range } from './model.ts';

/** What each resource of a stack costs by time in a month, by its logical id. Empty for a region without prices. */
export type ResourceCosts = ReadonlyMap<string, Range>;

/** The same of each stack, by its name. */
export function resourceCosts(
  region: string,
  templates: readonly StackTemplate[],
): ReadonlyMap<string, ResourceCosts> {
  const list = publishedPrices(region);
  const stacks = new Map(templates.map(({ stack }) => [stack, new Map<string, Range>()]));
  const items = list ? estimate({ region, templates }, list).items : [];
  for (const { charged, resources, monthly } of items) {
    const [{ stack, logicalId }] = resources;
    if (charged === 'time' && monthly) {
      const costs = stacks.get(stack);
      costs?.set(logicalId, sum([costs.get(logicalId) ?? nothing, monthly]));
    }
  }
  return stacks;
}

const nothing: Range = { floor: 0, ceiling: 0 };
