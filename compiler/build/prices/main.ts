import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { offeredPrices } from '../../cost/price-list.ts';
import type { PriceId } from '../../facts/prices.ts';
import { projectFolder } from '../project-folder.ts';
import { askPriceList, priceLists } from './ask-price-list.ts';
import { regionsOf } from './regions-of.ts';
import { rewritePrices } from './rewrite-prices.ts';
import type { PriceFile } from './rewrite-prices.ts';

// Rewrites compiler/facts/prices.json from AWS's public price lists: of all services, or of those that are named. EC2's
// are large: 35 regions take gigabytes. PRICE_LISTS names another host with the same files.
const services = [...new Set(offeredPrices.map(({ offer }) => offer.service))];
const named = process.argv.slice(2);
const unknown = named.find((each) => !services.includes(each));
if (unknown !== undefined) throw new Error(`${unknown} is none of ${services.join(', ')}`);
if (process.env['CI'] === 'true') throw new Error('In CI, facts are compared, never rewritten.');

const host = process.env['PRICE_LISTS'] ?? priceLists;
const asked = new Map<string, Map<string, Readonly<Partial<Record<PriceId, number>>>>>();
for (const service of named.length > 0 ? named : services) {
  const found = new Map<string, Readonly<Partial<Record<PriceId, number>>>>();
  for (const region of regionsOf()) {
    const usd = await askPriceList(service, region, host);
    if (usd) found.set(region, usd);
  }
  console.log(`${service}: ${found.size} regions`);
  asked.set(service, found);
}

const path = join(projectFolder, 'compiler', 'facts', 'prices.json');
const old = JSON.parse(readFileSync(path, 'utf8')) as PriceFile;
const { file, kept } = rewritePrices(old, asked, new Date().toISOString().slice(0, 10));
if (kept.length > 0) console.log(`As before, since a region is missing in AWS's list: ${kept.join(', ')}`);
writeFileSync(path, await format(JSON.stringify(file), { parser: 'json', printWidth: 110 }));
