import type { Finding } from '../diagnostics/diagnostic.ts';
import { limitOf, showNumber } from '../facts/limits.ts';
import { entryOf, resourcesOf, typeOf } from './node.ts';
import type { ListNode, TemplateNode } from './node.ts';
import { remembering } from './remembering.ts';
import { largestPart } from './size.ts';
import type { Template } from './template.ts';

/** Characters for what only AWS knows: the ARN of a resource, an export. Few are longer. */
const usualArn = 160;
const usualName = 64;
/** The longest name of a region, and an account's id. */
const knownLengths: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 3,
  'AWS::Region': 14,
};

/**
 * A role whose inline policies IAM would refuse is reported at the part of the spec that takes the most room in them.
 * IAM counts all inline policies of a role together, without white space.
 */
export function roleSizeFindings({ root }: Template): readonly Finding[] {
  const most = limitOf('role-inline-policies');
  return resourcesOf(root).flatMap(({ key, value }): readonly Finding[] => {
    const size = sizeOfPolicies(value);
    const policies = policiesOf(value);
    if (size <= most || !policies) return [];
    const [path, characters] = largestPart(policies);
    return [
      {
        code: 'policy-too-large',
        path,
        at: 'key',
        message: `The policies of ${key} would have about ${showNumber(size)} characters, and IAM takes at most ${showNumber(most)} in a role`,
        hint: `Shorten ${path.join('.')}, which takes ${showNumber(characters)} of them: put several values into one secret as JSON, and write "secret:NAME:KEY" for each`,
      },
    ];
  });
}

/** The inline policies of a role. */
function policiesOf(resource: TemplateNode): ListNode | undefined {
  if (typeOf(resource) !== 'AWS::IAM::Role') return undefined;
  const policies = entryOf(entryOf(resource, 'Properties'), 'Policies');
  return policies?.kind === 'list' ? policies : undefined;
}

/** 0 for a resource that is no role. */
const sizeOfPolicies: (resource: TemplateNode) => number = remembering((resource) =>
  (policiesOf(resource)?.items ?? [])
    .map((policy) => entryOf(policy, 'PolicyDocument'))
    .reduce((sum, document) => sum + (document ? sizeOf(document) : 0), 0),
);

/** The characters of a part of a policy as JSON without white space, with functions as long as their results usually are. */
const sizeOf: (node: TemplateNode) => number = remembering((node) => {
  if (node.tag === 'Sub') return sizeOfSub(node);
  if (node.tag !== undefined) return usualArn;
  if (node.kind === 'scalar') return JSON.stringify(node.value).replaceAll(/\s/g, '').length;
  if (node.kind === 'list') {
    return 1 + node.items.reduce((sum, item) => sum + sizeOf(item) + 1, node.items.length === 0 ? 1 : 0);
  }
  if (node.entries.some(({ key }) => key.startsWith('Fn::'))) return usualArn;
  return 1 + node.entries.reduce((sum, { key, value }) => sum + key.length + 3 + sizeOf(value) + 1, 0);
});

function sizeOfSub(node: TemplateNode): number {
  const [text] = node.kind === 'list' ? node.items : [node];
  if (text?.kind !== 'scalar') return usualArn;
  const filled = String(text.value).replaceAll(/\$\{([^!}][^}]*)\}/g, (_, name: string) =>
    'x'.repeat(knownLengths[name] ?? (name.endsWith('Arn') ? usualArn : usualName)),
  );
  return JSON.stringify(filled).length;
}
