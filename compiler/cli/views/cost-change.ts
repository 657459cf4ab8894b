import type { CostChange } from '../../cost/cost-change.ts';
import { aboutMoney } from '../../cost/money.ts';

/** `Cost: about 61 to 410 USD a month, was about 45 to 380 (prices of eu-west-1 as of 2025-06-18)`; nothing without a change. */
export function wordCostChange(change: CostChange | undefined): readonly string[] {
  if (!change) return [];
  const { region, currency, asOf, before, after } = change;
  const was = before ? `, was ${aboutMoney(before)}` : ', plus use';
  return [`Cost: ${aboutMoney(after)} ${currency} a month${was} (prices of ${region} as of ${asOf})`];
}
