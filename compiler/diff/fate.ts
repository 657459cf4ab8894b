import { lossOf } from '../change/data-bearing.ts';
import { entryOf, textAt } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import type { Action } from './model.ts';

export interface Fate {
  /** The data that is at stake. */
  readonly loss?: string;
  /** What is left of the old resource. */
  readonly remains?: string;
}

interface Change {
  readonly type: string;
  readonly action: Action;
  readonly before: TemplateNode;
  /** `undefined` when the resource goes. */
  readonly after: TemplateNode | undefined;
  /** Names of the properties that change. */
  readonly changed: readonly string[];
}

/** What becomes of a resource's data, by its type and the policies of its template. */
export function fateOf({ type, action, before, after, changed }: Change): Fate {
  const fate = fateNames[action];
  if (fate === undefined) return {};
  const policy = policyOf(type, action, before, after);
  const isKept = action === 'remove' && policy === 'Retain';
  const loss = isKept ? undefined : lossOf(type, fate, changed);
  const isProtected = textAt(entryOf(before, 'Properties'), 'DeletionProtection') === 'true';
  const remains = fate === 'updated' ? undefined : remainsOf(policy, isProtected);
  return { ...(loss !== undefined && { loss }), ...(remains !== undefined && { remains }) };
}

const fateNames: Readonly<Partial<Record<Action, 'deleted' | 'replaced' | 'updated'>>> = {
  remove: 'deleted',
  rename: 'replaced',
  replace: 'replaced',
  'may-replace': 'replaced',
  interrupt: 'updated',
  update: 'updated',
};

type Policy = 'Retain' | 'Snapshot' | 'Delete';

/**
 * What CloudFormation does with the old resource. When one is replaced and the two templates disagree, the worse one
 * counts: AWS does not say which of them holds.
 */
function policyOf(
  type: string,
  action: Action,
  before: TemplateNode,
  after: TemplateNode | undefined,
): Policy {
  if (action === 'remove' || action === 'rename' || !after) {
    // The only type of ours that has another policy by itself.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    return readPolicy(before, 'DeletionPolicy', type === 'AWS::RDS::DBCluster' ? 'Snapshot' : 'Delete');
  }
  const policies = [before, after].map((node) => readPolicy(node, 'UpdateReplacePolicy', 'Delete'));
  return (['Delete', 'Snapshot'] as const).find((policy) => policies.includes(policy)) ?? 'Retain';
}

function readPolicy(resource: TemplateNode, attribute: string, byItself: Policy): Policy {
  const policy = textAt(resource, attribute) ?? byItself;
  if (policy.startsWith('Retain')) return 'Retain';
  return policy === 'Snapshot' ? policy : 'Delete';
}

function remainsOf(policy: Policy, isProtected: boolean): string | undefined {
  if (isProtected && policy !== 'Retain') {
    return 'deletion protection is on: AWS refuses to delete it, and it stays behind, outside the stack';
  }
  if (policy === 'Retain') return 'it stays in the account, outside the stack';
  return policy === 'Snapshot' ? 'a snapshot of it' : undefined;
}
