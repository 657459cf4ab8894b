import type { CostChange } from '../../cost/cost-change.ts';
import { aboutMoney, exactMoney } from '../../cost/money.ts';
import { onOneLine } from '../terminal/clean.ts';

/** `Cost: about 61 to 410 USD a month, was about 45 to 380 (prices of eu-west-1 as of 2025-06-18)`; nothing without a change. */
export function wordCostChange(change: CostChange | undefined): readonly string[] {
  if (!change) return [];
  const { region, currency, asOf, before, after, formerRegion, withoutPrice } = change;
  const isSmall = before !== undefined && aboutMoney(before) === aboutMoney(after);
  const word = isSmall ? exactMoney : aboutMoney;
  const there = formerRegion === undefined ? '' : ` in ${formerRegion}`;
  const was = before ? `, was ${word(before)}${there}` : ', plus use';
  const without = withoutPrice.length === 0 ? '' : `; without a price: ${withoutPrice.join(', ')}`;
  const source = `prices of ${region} as of ${asOf}${without}`;
  return [onOneLine(`Cost: ${word(after)} ${currency} a month${was} (${source})`)];
}
