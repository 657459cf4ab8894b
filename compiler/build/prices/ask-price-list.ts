import { pricesOfProduct, usdOf } from '../../cost/price-list.ts';
import type { Product, Terms } from '../../cost/price-list.ts';
import type { PriceId, UsdByPrice } from '../../facts/prices.ts';
import { commercialRegions } from '../../facts/regions.ts';
import { readMembers } from './read-members.ts';

/** Where AWS publishes its price lists: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html */
export const priceLists = 'https://pricing.us-east-1.amazonaws.com';

/** The regions whose prices are in US dollars, and whose price lists are public. */
export const pricedRegions: readonly string[] = Object.keys(commercialRegions).sort();

export function fileOf(service: string, region: string): string {
  return `/offers/v1.0/aws/${service}/current/${region}/index.json`;
}

/**
 * The prices in a service's price list of a region; `undefined` when AWS has no such list. In the file, the products come
 * before their terms.
 */
export async function askPriceList(
  service: string,
  region: string,
  host = priceLists,
): Promise<UsdByPrice | undefined> {
  const response = await fetch(`${host}${fileOf(service, region)}`);
  // S3's answer for a file that does not exist.
  if (response.status === 404 || response.status === 403) return undefined;
  if (!response.ok || !response.body) {
    throw new Error(`${response.url} answers ${response.status} ${response.statusText}`);
  }
  return readPriceList(response.body.pipeThrough(new TextDecoderStream()), service, region);
}

export async function readPriceList(
  text: AsyncIterable<string>,
  service: string,
  region: string,
): Promise<UsdByPrice> {
  const products = new Map<string, readonly PriceId[]>();
  const usd: Partial<Record<PriceId, number>> = {};
  const isWanted = ([section, kind, sku = '', ...rest]: readonly string[]) =>
    (section === 'products' && kind !== undefined && sku === '') ||
    (section === 'terms' && kind === 'OnDemand' && rest.length === 0 && products.has(sku));
  for await (const { path, value } of readMembers(text, isWanted)) {
    const sku = path.at(-1) ?? '';
    if (path[0] === 'products') {
      const ids = pricesOfProduct(service, value as Product, region);
      if (ids.length > 0) products.set(sku, ids);
      continue;
    }
    for (const id of products.get(sku) ?? []) {
      const price = usdOf(id, value as Terms);
      if (price === undefined) continue;
      if (usd[id] !== undefined && usd[id] !== price) {
        throw new Error(`${service} in ${region} has two prices for ${id}: ${usd[id]} and ${price}`);
      }
      usd[id] = price;
    }
  }
  return usd;
}
