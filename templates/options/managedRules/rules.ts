import { visibilityOf } from '../../../compiler/modules/web-acl-rules.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { derivedFrom, inAnyOrder } from '../../../compiler/spec/derived.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import { groups } from './groups.ts';
import type { Settings } from './groups.ts';

export const optionPath: SpecPath = ['options', 'managedRules'];

/** A rule of the web ACL for each group that is not off. */
export function managedRulesOf(settings: Settings): Derived {
  const chosen = groups.filter(({ key }) => settings.groups[key] !== 'off');
  return { value: chosen.map((group) => ruleOf(group, settings)), from: [...optionPath, 'groups'] };
}

function ruleOf({ key, name, rule }: (typeof groups)[number], settings: Settings): Derived {
  const mode = settings.groups[key];
  const versions: Readonly<Record<string, string>> = settings.versions;
  const version = versions[key];
  const counted = inAnyOrder(settings.countedRules[key] ?? [], [...optionPath, 'countedRules', key]);
  return derivedFrom(
    {
      Name: rule,
      // The action is each rule's own, or none of them has any.
      OverrideAction: { [mode === 'count' ? 'Count' : 'None']: {} },
      Statement: {
        ManagedRuleGroupStatement: {
          VendorName: 'AWS',
          Name: name,
          Version: version && { value: version, from: [...optionPath, 'versions', key] },
          ManagedRuleGroupConfigs: key === 'botControl' ? [levelOf(settings)] : undefined,
          RuleActionOverrides:
            counted.length === 0
              ? undefined
              : counted.map((each) => derivedFrom({ Name: each, ActionToUse: { Count: {} } }, each.from)),
        },
      },
      VisibilityConfig: visibilityOf(rule),
    },
    [...optionPath, 'groups', key],
  );
}

function levelOf({ botControlLevel }: Settings): Derived {
  return derivedFrom(
    { AWSManagedRulesBotControlRuleSet: { InspectionLevel: botControlLevel.toUpperCase() } },
    [...optionPath, 'botControlLevel'],
  );
}
