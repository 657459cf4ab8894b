import { originOf } from '../change/origin.ts';
import type { PriceList } from '../facts/prices.ts';
import { publishedPrices } from '../facts/prices.ts';
import type { Toolkit } from '../modules/module.ts';
import type { Compiled } from '../phases/results.ts';
import { estimate } from './estimate.ts';
import type { Estimate } from './model.ts';
import type { Usage } from './usage.ts';

/** What AWS charges for what one spec, or one of its environments, is compiled to. */
export function estimateSpec(
  { resolved, templates }: Compiled,
  toolkit: Toolkit,
  usage?: Usage,
  list: PriceList | undefined = publishedPrices(resolved.spec.region),
): Estimate {
  return estimate(
    {
      region: resolved.spec.region,
      templates,
      originOf: (stack, { key, value }) =>
        originOf(
          { logicalId: key, node: value, kind: stack === 'shared' ? 'shared' : 'backend' },
          { resolved, toolkit },
        ),
    },
    list,
    usage,
  );
}
