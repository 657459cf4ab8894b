import type { AwsCall } from '../modules/operations.ts';
import { offeredPrices, offeringServices, pricesOfProduct, usdOf } from '../cost/price-list.ts';
import type { Product, Terms } from '../cost/price-list.ts';
import { publishedPrices } from '../facts/prices.ts';
import type { Offer, PriceId, PriceList, UsdByPrice } from '../facts/prices.ts';

/** Where the Price List API answers, for every region: https://docs.aws.amazon.com/general/latest/gr/billing.html */
export const pricingRegion = 'us-east-1';

/** What AWS says today. What it has in no form that archc can tell apart is taken of the published prices. */
export async function askPrices(region: string, call: AwsCall, today: string): Promise<PriceList> {
  const answers = await Promise.all(
    offeringServices.map(async (service) => askService(service, region, call)),
  );
  const asked = Object.assign({}, ...answers) as UsdByPrice;
  return { region, asOf: today, usd: { ...withoutOffer(region), ...asked } };
}

function withoutOffer(region: string): UsdByPrice {
  const offered = new Set<string>(offeredPrices.map(({ id }) => id));
  const known = Object.entries(publishedPrices(region)?.usd ?? {});
  return Object.fromEntries(known.filter(([id]) => !offered.has(id)));
}

/** One call after the other, because AWS throttles those of one account. */
async function askService(service: string, region: string, call: AwsCall): Promise<UsdByPrice> {
  const usd: Partial<Record<PriceId, number>> = {};
  for (const { id, offer } of offeredPrices.filter((each) => each.offer.service === service)) {
    for (const { product, terms } of await askProducts(offer, region, call)) {
      if (!pricesOfProduct(service, product, region).includes(id)) continue;
      const price = usdOf(id, terms.OnDemand ?? {});
      if (price !== undefined) usd[id] = price;
    }
  }
  return usd;
}

interface Listed {
  readonly product: Product;
  readonly terms: { readonly OnDemand?: Terms };
}

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html */
async function askProducts(offer: Offer, region: string, call: AwsCall): Promise<readonly Listed[]> {
  const place = offer.anyRegion
    ? { Field: 'location', Type: 'TERM_MATCH', Value: 'Any' }
    : { Field: offer.regionAttribute ?? 'regionCode', Type: 'TERM_MATCH', Value: region };
  const Filters = [place, { Field: 'usagetype', Type: 'CONTAINS', Value: offer.usage }];
  const found: Listed[] = [];
  let NextToken: string | undefined;
  do {
    const answer = (await call('pricing', 'getProducts', {
      ServiceCode: offer.service,
      Filters,
      FormatVersion: 'aws_v1',
      NextToken,
    })) as { readonly PriceList?: readonly unknown[]; readonly NextToken?: string };
    found.push(...(answer.PriceList ?? []).map((each) => JSON.parse(String(each)) as Listed));
    ({ NextToken } = answer);
  } while (NextToken !== undefined && NextToken !== '');
  return found;
}
