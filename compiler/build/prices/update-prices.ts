import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import type { UsdByPrice } from '../../facts/prices.ts';
import { askPriceList, pricedRegions } from './ask-price-list.ts';
import { rewritePrices } from './rewrite-prices.ts';
import type { PriceFile } from './rewrite-prices.ts';

interface ToUpdate {
  /** The file of prices that is rewritten. */
  readonly path: string;
  /** By AWS's code. */
  readonly services: readonly string[];
  /** Where the price lists are: `https://pricing.us-east-1.amazonaws.com`. */
  readonly host: string;
  /** The day of today: `2027-01-02`. */
  readonly today: string;
  readonly say: (line: string) => void;
}

/** Rewrites the prices of these services from AWS's price lists. What AWS's lists lack stays as it is, and is named. */
export async function updatePrices({ path, services, host, today, say }: ToUpdate): Promise<void> {
  const found = new Map<string, Map<string, UsdByPrice>>();
  for (const service of services) {
    const regions = new Map<string, UsdByPrice>();
    for (const region of pricedRegions) {
      const usd = await askPriceList(service, region, host);
      if (usd) regions.set(region, usd);
    }
    say(`${service}: ${regions.size} regions`);
    found.set(service, regions);
  }
  const old = JSON.parse(readFileSync(path, 'utf8')) as PriceFile;
  const { file, kept } = rewritePrices(old, found, today);
  if (kept.length > 0) say(`As before, since a region is missing in AWS's list: ${kept.join(', ')}`);
  writeFileSync(path, await format(JSON.stringify(file), { parser: 'json', printWidth: 110 }));
}
