import type { FailureRule } from '../../modules/operations.ts';
import { accountRules } from './rules/account.ts';
import { limitRules } from './rules/limits.ts';
import { lastRules, resourceRules } from './rules/resources.ts';

/**
 * AWS's reasons for failures (as of 2026-11), and what to do about them. `own` are the rules of the runtime. The first
 * rule that matches applies.
 */
export function failureRules(own: readonly FailureRule[]): readonly FailureRule[] {
  return [...accountRules, ...own, ...resourceRules, ...limitRules, ...lastRules];
}

export function findRule(
  type: string,
  reason: string,
  log: string,
  rules: readonly FailureRule[],
): FailureRule | undefined {
  return rules.find(
    (rule) => type.startsWith(rule.type ?? '') && rule.reason.test(reason) && (rule.log?.test(log) ?? true),
  );
}

export function wordHint({ hint, isGuess = false }: FailureRule): string {
  return isGuess ? `${hint} (a guess: AWS's words fit other causes too)` : hint;
}
