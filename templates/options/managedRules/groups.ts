import facts from '../../../compiler/facts/managed-rule-groups.json' with { type: 'json' };
import type { SpecWith } from '../../../compiler/modules/module.ts';

export type Settings = SpecWith<'managedRules'>['options']['managedRules'];
export type GroupKey = keyof Settings['groups'];

interface Group {
  readonly key: GroupKey;
  /** AWS's name. */
  readonly name: keyof typeof facts.groups;
  /** The name of the web ACL's rule, of its metric and in the log. */
  readonly rule: string;
}

/**
 * In the order in which AWS WAF evaluates them: lists of addresses first, which decide most cheaply, and last the group
 * that costs by the request.
 */
export const groups: readonly Group[] = [
  { key: 'ipReputation', name: 'AWSManagedRulesAmazonIpReputationList', rule: 'ManagedIpReputation' },
  { key: 'anonymousIps', name: 'AWSManagedRulesAnonymousIpList', rule: 'ManagedAnonymousIps' },
  { key: 'common', name: 'AWSManagedRulesCommonRuleSet', rule: 'ManagedCommon' },
  { key: 'knownBadInputs', name: 'AWSManagedRulesKnownBadInputsRuleSet', rule: 'ManagedKnownBadInputs' },
  { key: 'adminProtection', name: 'AWSManagedRulesAdminProtectionRuleSet', rule: 'ManagedAdminProtection' },
  { key: 'sql', name: 'AWSManagedRulesSQLiRuleSet', rule: 'ManagedSql' },
  { key: 'linux', name: 'AWSManagedRulesLinuxRuleSet', rule: 'ManagedLinux' },
  { key: 'posix', name: 'AWSManagedRulesUnixRuleSet', rule: 'ManagedPosix' },
  { key: 'php', name: 'AWSManagedRulesPHPRuleSet', rule: 'ManagedPhp' },
  { key: 'botControl', name: 'AWSManagedRulesBotControlRuleSet', rule: 'ManagedBotControl' },
];
