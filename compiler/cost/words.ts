import type { BilledResource, Estimate, Item, Range } from './model.ts';
import { money, unitMoney, withCommas } from './money.ts';
import { meters } from './usage.ts';
import type { Meter } from './usage.ts';

/** What no estimate counts. */
export const neverCounted =
  'free tiers and discounts, taxes, traffic between zones and regions, a domain and its hosted zone, the versions ' +
  'that run side by side while a deployment lasts, and what is kept after a stack is deleted (docs/cost.md)';

/** What the numbers leave out, in half sentences that begin with a capital. */
export function remarks({
  withoutPrice,
  sharedElsewhere,
  region,
  unusedMeters,
}: Estimate): readonly string[] {
  return [
    ...(sharedElsewhere
      ? ['The shared stack belongs to another spec or environment, and is not counted here']
      : []),
    ...(unusedMeters.length === 0
      ? []
      : [`Not counted, because nothing here is charged by it: ${unusedMeters.join(', ')}`]),
    ...(withoutPrice.length === 0
      ? []
      : [`Not counted, because archc knows no price in ${region}: ${withoutPrice.join(', ')}`]),
    `Never counted: ${neverCounted}`,
  ];
}

/** Items that cost the same, and the first of them. */
export type Alike = readonly [Item, ...Item[]];

/** What is charged by time in each stack. */
export function timeByStack({
  items,
}: Estimate): readonly (readonly [stack: string, all: readonly Alike[]])[] {
  const time = items.filter(({ charged }) => charged === 'time');
  const stackOf = ({ resources: [{ stack }] }: Item) => stack;
  return [...new Set(time.map(stackOf))].map((stack) => [
    stack,
    mergeAlike(time.filter((item) => stackOf(item) === stack)),
  ]);
}

/** Items of a stack that differ in nothing but the id of their resource are shown once. */
export function mergeAlike(items: readonly Item[]): readonly Alike[] {
  const alike = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const { price, words, monthly, resources } = item;
    const key = JSON.stringify([resources[0].type, price, words, monthly]);
    const known = alike.get(key);
    if (known) known.push(item);
    else alike.set(key, [item]);
  }
  return [...alike.values()];
}

/** What items that are alike cost together in a month; `undefined` without a price. */
export function monthlyOf(alike: Alike): Range | undefined {
  const [{ monthly }] = alike;
  return monthly && { floor: monthly.floor * alike.length, ceiling: monthly.ceiling * alike.length };
}

/** The resource of each item: what is charged by time is charged for one. */
export function billedResources(alike: Alike): readonly BilledResource[] {
  return alike.map(({ resources: [resource] }) => resource);
}

/** `Secret`, `Writer and Reader`, `ErrorsAlarm and 6 more`. */
export function wordNames([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return others.length === 1 ? `${first} and ${others.join('')}` : `${first} and ${others.length} more`;
}

/** `0.12 per GB-month` */
export function priceOf({ unit, unitPrice }: Item): string {
  return unitPrice === undefined ? 'no price' : `${unitMoney(unitPrice)} per ${unit}`;
}

/** What a usage makes of something, or without one, what an example of it costs. */
export function exampleOf({ monthly, example, meters: by = [] }: Item, { byUse }: Estimate): string {
  if (byUse !== undefined) return monthly ? money(monthly.floor) : `not counted: say ${by.join(' or ')}`;
  const [entry] = Object.entries(example?.usage ?? {}) as [Meter, number][];
  return entry && example ? `${withCommas(String(entry[1]))}${unitOf(entry[0])}: ${money(example.usd)}` : '';
}

/** Only where the words before it do not say what is counted. */
function unitOf(meter: Meter): string {
  const { unit } = meters[meter];
  return unit.startsWith('GB') ? ` ${unit}` : '';
}
