import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { offeredPrices } from '../../cost/price-list.ts';
import type { PriceId } from '../../facts/prices.ts';
import { askPriceList } from './ask-price-list.ts';
import { regionsOf } from './regions-of.ts';
import { rewritePrices } from './rewrite-prices.ts';
import type { PriceFile } from './rewrite-prices.ts';

/** The services whose price lists have what archc counts, by AWS's code. */
export const services: readonly string[] = [...new Set(offeredPrices.map(({ offer }) => offer.service))];

interface ToUpdate {
  /** The file of prices that is rewritten. */
  readonly path: string;
  readonly services: readonly string[];
  /** Where the price lists are: `https://pricing.us-east-1.amazonaws.com`. */
  readonly host: string;
  /** The day of today: `2027-01-02`. */
  readonly today: string;
  readonly say: (line: string) => void;
}

/** Rewrites the prices of these services from AWS's price lists. What AWS's lists lack stays as it is, and is named. */
export async function updatePrices({ path, services: asked, host, today, say }: ToUpdate): Promise<void> {
  const found = new Map<string, Map<string, Readonly<Partial<Record<PriceId, number>>>>>();
  for (const service of asked) {
    const regions = new Map<string, Readonly<Partial<Record<PriceId, number>>>>();
    for (const region of regionsOf()) {
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
