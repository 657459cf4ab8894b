import { prices } from '../facts/prices.ts';
import type { PriceId } from '../facts/prices.ts';
import { withoutNoise } from './bill.ts';

/** A product of AWS's price list, as its files and its API have it. */
export interface Product {
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a product costs on demand, by keys that mean nothing here. */
export type Terms = Readonly<
  Record<string, { readonly priceDimensions: Readonly<Record<string, PriceDimension>> }>
>;

/** A step of a price. */
interface PriceDimension {
  readonly beginRange?: string;
  readonly pricePerUnit: Readonly<Record<string, string>>;
}

/** Every price that the price list has, with its offer. */
export const offeredPrices = (Object.keys(prices) as PriceId[]).flatMap((id) => {
  const { offer } = prices[id];
  return offer ? [{ id, offer }] : [];
});

/** The services whose price lists have them, by AWS's code. */
export const offeringServices: readonly string[] = [
  ...new Set(offeredPrices.map(({ offer }) => offer.service)),
];

/** The prices that a product of a service has for a region. */
export function pricesOfProduct(
  service: string,
  { attributes }: Product,
  region: string,
): readonly PriceId[] {
  return offeredPrices
    .filter(
      ({ offer }) =>
        offer.service === service &&
        (offer.anyRegion
          ? attributes['location'] === 'Any'
          : attributes[offer.regionAttribute ?? 'regionCode'] === region) &&
        isUsage(attributes['usagetype'] ?? '', offer.usage) &&
        Object.entries(offer.attributes ?? {}).every(([name, value]) => attributes[name] === value),
    )
    .map(({ id }) => id);
}

/**
 * Whether a usage type is this one, in whatever region: `Fargate-GB-Hours`, `APN1-Fargate-GB-Hours`,
 * `ap-northeast-1-KMS-Keys`.
 */
function isUsage(given: string, usage: string): boolean {
  if (!given.endsWith(usage)) return false;
  return /^(?:[A-Z]{2,4}\d?-|[a-z]{2}(?:-[a-z]+)+-\d-)?$/.test(given.slice(0, -usage.length));
}

/** US dollars for our unit: those of the first step that costs something. */
export function usdOf(id: PriceId, terms: Terms): number | undefined {
  const steps = Object.values(terms)
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .map(({ beginRange = '0', pricePerUnit }) => ({
      from: Number(beginRange),
      usd: Number(pricePerUnit['USD']),
    }))
    .filter(({ usd }) => usd > 0)
    .sort((one, other) => one.from - other.from);
  const [first] = steps;
  return first && withoutNoise(first.usd * (prices[id].offer?.per ?? 1));
}
