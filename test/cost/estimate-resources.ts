import { estimate } from '../../compiler/cost/estimate.ts';
import type { Estimate } from '../../compiler/cost/model.ts';
import type { Usage } from '../../compiler/cost/usage.ts';
import { publishedPrices } from '../../compiler/facts/prices.ts';
import type { PriceList } from '../../compiler/facts/prices.ts';
import { readTemplate } from '../../compiler/template/read.ts';

/** The estimate of a backend stack with these resources, in us-east-1 if no prices are given. */
export function estimateResources(
  resources: Readonly<Record<string, object>>,
  usage?: Usage,
  list: PriceList | undefined = publishedPrices('us-east-1'),
): Estimate {
  const root = readTemplate(JSON.stringify({ Resources: resources }));
  if (root.kind !== 'map') throw new Error('A template is a mapping');
  return estimate({ region: 'us-east-1', templates: [{ stack: 'backend', root }] }, list, usage);
}
