import type { Item } from '../../cost/model.ts';
import { toJson } from '../../diagnostics/controls.ts';
import { environmentOf } from './plan.ts';
import { neverCounted } from '../../cost/words.ts';
import type { CostReport } from './cost.ts';
import { decidingPlace } from './spec-place.ts';

/** For programs; docs/cost.md describes the form. */
export function renderCostJson(reports: readonly CostReport[]): string {
  return `${toJson({ estimates: reports.map(costData) }, 2)}\n`;
}

export function costData({ name, resolved, estimate }: CostReport): object {
  const { region, currency, asOf, byTime, byUse, total, withoutPrice, unusedMeters, sharedElsewhere } =
    estimate;
  const { tree } = resolved;
  const itemData = ({ resources, ...item }: Item) => ({
    ...item,
    unitPrice: item.unitPrice ?? null,
    resources: resources.map(({ path, ...resource }) => ({
      ...resource,
      ...(path && { path: path.join('.'), decidedBy: decidingPlace(tree, path) ?? null }),
    })),
  });
  return {
    name,
    spec: tree.name,
    ...environmentOf(resolved),
    region,
    currency,
    asOf: asOf ?? null,
    total: total ?? null,
    byTime: byTime ?? null,
    byUse: byUse ?? null,
    items: estimate.items.map(itemData),
    withoutPrice,
    unusedMeters,
    sharedElsewhere,
    neverCounted,
  };
}
