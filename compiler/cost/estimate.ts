import { originsIn } from '../change/origin.ts';
import type { PriceId, PriceList } from '../facts/prices.ts';
import { prices } from '../facts/prices.ts';
import type { SpecPath } from '../spec/path.ts';
import type { Charged } from '../template/charges.ts';
import { resourcesOf, typeOf } from '../template/node.ts';
import type { Entry } from '../template/node.ts';
import { propertiesOf, sum, times, withoutNoise } from './bill.ts';
import type { Bill, StackTemplate } from './bill.ts';
import type { BilledResource, Estimate, Item, Lines, Range, TimeLine, UseLine } from './model.ts';
import { rules } from './rules.ts';
import { meterNames, meters } from './usage.ts';
import type { Usage } from './usage.ts';

/** What an estimate is made for. */
export interface Estimated {
  readonly region: string;
  readonly templates: readonly StackTemplate[];
  /** The part of the spec that a resource comes from, for what no value in it decides. */
  readonly originOf?: (stack: string, resource: Entry) => SpecPath;
}

/**
 * What AWS charges in a month for stacks with these templates: between the floor and the ceiling of their scaling for what
 * is charged by time, and for what is used, if a usage says how much.
 */
export function estimate(estimated: Estimated, list: PriceList | undefined, usage?: Usage): Estimate {
  const { region, templates } = estimated;
  const billed = templates.flatMap((template) => billsIn(template, estimated));
  const items = [
    ...billed.flatMap(({ resource, lines }) =>
      (lines.time ?? []).map((line) => timeItem(line, resource(line.decidedBy), list)),
    ),
    ...useItems(billed, list, usage),
  ];
  const byTime = list && together(items, 'time');
  const byUse = list && usage && together(items, 'use').floor;
  return {
    region,
    currency: 'USD',
    asOf: list?.asOf,
    items,
    byTime,
    byUse,
    total: byTime && {
      floor: withoutNoise(byTime.floor + (byUse ?? 0)),
      ceiling: withoutNoise(byTime.ceiling + (byUse ?? 0)),
    },
    withoutPrice: list ? namesWithoutPrice(items) : [],
    unusedMeters: meterNames.filter(
      (meter) => usage?.[meter] && !items.some((item) => item.meters?.includes(meter)),
    ),
    sharedElsewhere: !templates.some(({ stack }) => stack === 'shared'),
  };
}

interface Billed {
  readonly lines: Lines;
  /** The resource, at the part of the spec that these nodes come from. */
  readonly resource: (decidedBy: TimeLine['decidedBy']) => BilledResource;
}

function billsIn({ stack, root }: StackTemplate, { templates, originOf }: Estimated): readonly Billed[] {
  const siblings = resourcesOf(root);
  return siblings.flatMap((entry): readonly Billed[] => {
    const type = typeOf(entry.value);
    const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (!rule) return [];
    const bill: Bill = { resource: entry, properties: propertiesOf(entry.value), siblings, templates };
    const resource = (decidedBy: TimeLine['decidedBy']): BilledResource => {
      const [decided] = decidedBy.flatMap((node) => (node ? originsIn(node) : []));
      const path = decided ?? originOf?.(stack, entry);
      return { stack, logicalId: entry.key, type, ...(path && { path }) };
    };
    return [{ lines: rule(bill), resource }];
  });
}

function timeItem(
  { price, words, quantity }: TimeLine,
  resource: BilledResource,
  list: PriceList | undefined,
): Item {
  return { charged: 'time', resources: [resource], words, ...priced(price, quantity, list) };
}

/** One item for each price: a usage says how much all of them use together. */
function useItems(
  billed: readonly Billed[],
  list: PriceList | undefined,
  usage: Usage | undefined,
): readonly Item[] {
  const found = new Map<PriceId, { line: UseLine; resources: BilledResource[] }>();
  for (const { lines, resource } of billed) {
    for (const line of lines.use ?? []) {
      const known = found.get(line.price);
      if (known) known.resources.push(resource([]));
      else found.set(line.price, { line, resources: [resource([])] });
    }
  }
  const inOrder = [...found.values()].sort((one, other) => placeOf(one.line) - placeOf(other.line));
  return inOrder.flatMap(({ line, resources: [first, ...others] }): readonly Item[] => {
    if (!first) return [];
    const { price, words } = line;
    const isSaid = usage !== undefined && line.meters.some((meter) => usage[meter] !== undefined);
    const quantity = isSaid ? line.quantity(usage) : undefined;
    return [
      {
        charged: 'use',
        resources: [first, ...others],
        words,
        ...priced(price, quantity === undefined ? undefined : { floor: quantity, ceiling: quantity }, list),
        meters: line.meters,
        ...exampleOf(line, list),
      },
    ];
  });
}

/** In the order in which a usage says it. */
function placeOf({ meters: [meter] }: UseLine): number {
  return meter === undefined ? 0 : meterNames.indexOf(meter);
}

/** With the example of its first meter. */
function exampleOf(
  { price, meters: [meter], quantity }: UseLine,
  list: PriceList | undefined,
): Pick<Item, 'example'> {
  const unitPrice = list?.usd[price];
  if (unitPrice === undefined || meter === undefined) return {};
  const usage: Usage = { [meter]: meters[meter].example };
  return { example: { usage, usd: withoutNoise(quantity(usage) * unitPrice) } };
}

function priced(
  price: PriceId,
  quantity: Range | undefined,
  list: PriceList | undefined,
): Pick<Item, 'price' | 'unit' | 'page' | 'unitPrice' | 'quantity' | 'monthly'> {
  const unitPrice = list?.usd[price];
  return {
    price,
    unit: prices[price].unit,
    page: prices[price].page,
    unitPrice,
    ...(quantity && { quantity }),
    ...(quantity && unitPrice !== undefined && { monthly: times(quantity, unitPrice) }),
  };
}

function together(items: readonly Item[], charged: Charged): Range {
  return sum(items.flatMap((item) => (item.charged === charged && item.monthly ? [item.monthly] : [])));
}

/** What archc knows no price of, of all items or of those that are charged so, in words. */
export function namesWithoutPrice(items: readonly Item[], charged?: Charged): readonly string[] {
  const found = items.filter(
    (item) => item.unitPrice === undefined && (charged === undefined || item.charged === charged),
  );
  return [...new Set(found.map(({ words, resources: [{ logicalId }] }) => `${logicalId} (${words})`))];
}
