import type { Module, SpecWith } from '../../../compiler/modules/module.ts';
import { checks } from './checks.ts';
import { groups } from './groups.ts';
import { rights } from './rights.ts';
import { managedRulesOf } from './rules.ts';

/** Judges requests by groups of rules that AWS keeps. */
export const managedRules: Module<SpecWith<'managedRules'>> = {
  name: 'managedRules',
  rights,
  fragments: () => ['backend/rules'],
  derive: ({ options }) => ({ 'options.managedRules.rules': managedRulesOf(options.managedRules) }),
  ruleNames: groups.map(({ rule }) => rule),
  checks,
};
