import { join } from 'node:path';
import { offeringServices } from '../../cost/price-list.ts';
import { projectFolder } from '../project-folder.ts';
import { priceLists } from './ask-price-list.ts';
import { updatePrices } from './update-prices.ts';

// Rewrites compiler/facts/prices.json from AWS's public price lists: of all services, or of those that are named. EC2's
// are large: 35 regions take gigabytes. PRICE_LISTS names another host with the same files.
const named = process.argv.slice(2);
const unknown = named.find((each) => !offeringServices.includes(each));
if (unknown !== undefined) throw new Error(`${unknown} is none of ${offeringServices.join(', ')}`);
if (process.env['CI'] === 'true') throw new Error('In CI, facts are compared, never rewritten.');

await updatePrices({
  path: join(projectFolder, 'compiler', 'facts', 'prices.json'),
  services: named.length > 0 ? named : offeringServices,
  host: process.env['PRICE_LISTS'] ?? priceLists,
  today: new Date().toISOString().slice(0, 10),
  say: (line) => {
    console.log(line);
  },
});
