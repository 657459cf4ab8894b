import type { Module, SpecWith } from '../../../compiler/modules/module.ts';
import { checks } from './checks.ts';
import { rateRules, ruleNames } from './rules.ts';

/** Limits how many requests one address may send. */
export const rateLimit: Module<SpecWith<'rateLimit'>> = {
  name: 'rateLimit',
  fragments: () => ['backend/rules'],
  derive: ({ options }) => ({ 'options.rateLimit.rules': rateRules(options.rateLimit) }),
  ruleNames,
  checks,
};
