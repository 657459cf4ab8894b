import { textAt } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';
import type { Action } from './action.ts';
import type { Cause } from './cause.ts';
import { dataBearing } from './data-bearing.ts';
import type { Difference } from './difference.ts';
import { isProtected } from './protected.ts';

/** What happens to the data in a resource. */
export interface DataAtStake {
  /** The data that would be lost, or what happens to it. */
  readonly dataLoss?: string;
  /** What is left of the old resource. */
  readonly remains?: string;
  /** Whether AWS refuses to delete the old resource. */
  readonly isHeld?: true;
}

/** A resource that changes. */
export interface ResourceVersions {
  readonly type: string;
  readonly action: Action;
  /** `undefined` when it is new, or its template is not known. */
  readonly before: TemplateNode | undefined;
  /** `undefined` when the template has no such logical id any longer. */
  readonly after: TemplateNode | undefined;
}

interface Change extends ResourceVersions {
  readonly properties: readonly Pick<Difference, 'path'>[];
  readonly causes: readonly Pick<Cause, 'property'>[];
}

/** Depends on the resource's type, and on the policies in its template. */
export function dataAtStake(resource: Change): DataAtStake {
  const { action, before } = resource;
  const goes = action === 'delete' || action === 'replace' || action === 'may-replace';
  const policy = goes ? policyOf(resource) : undefined;
  const isRetained = action === 'delete' && policy === 'Retain';
  const dataLoss = isRetained ? undefined : dataLossOf(resource);
  const isHeld = policy !== undefined && policy !== 'Retain' && isProtected(before);
  const remains = policy && remainsOf(policy, isHeld);
  return {
    ...(dataLoss !== undefined && { dataLoss }),
    ...(remains !== undefined && { remains }),
    ...(isHeld && { isHeld }),
  };
}

/** Whether the old resource stays in the account, when it is deleted or replaced. */
export function isKept(change: ResourceVersions): boolean {
  return policyOf(change) === 'Retain' || isProtected(change.before);
}

function dataLossOf({ type, action, properties, causes }: Change): string | undefined {
  const { deleted, replaced, remadeBy, onlyBy } = dataBearing[type] ?? {};
  const changed = [
    ...properties.map(({ path }) => path[0]),
    ...causes.map(({ property }) => property.split('.')[0]),
  ];
  const isChanged = (name: string) => changed.includes(name);
  if (action === 'delete') return deleted;
  if (action === 'replace' || action === 'may-replace') {
    return !onlyBy || onlyBy.some(isChanged) ? replaced : undefined;
  }
  const isUpdated = action === 'update' || action === 'interrupt';
  return isUpdated && remadeBy?.some(isChanged) ? replaced : undefined;
}

type Policy = 'Retain' | 'Snapshot' | 'Delete';

/**
 * What CloudFormation does with the old resource. When it is replaced and the two templates have different policies,
 * the worse one counts: AWS does not document which one applies.
 */
export function policyOf({ type, action, before, after }: ResourceVersions): Policy {
  if (action === 'delete' || !after) return deletionPolicyOf(type, before);
  const policies = [before, after].map((node) => readPolicy(node, 'UpdateReplacePolicy'));
  return (['Delete', 'Snapshot'] as const).find((policy) => policies.includes(policy)) ?? 'Retain';
}

/** What CloudFormation does with a resource that is deleted. */
export function deletionPolicyOf(type: string, resource: TemplateNode | undefined): Policy {
  // The only type in archc's templates with another default policy.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
  return readPolicy(resource, 'DeletionPolicy', type === 'AWS::RDS::DBCluster' ? 'Snapshot' : undefined);
}

function readPolicy(resource: TemplateNode | undefined, attribute: string, byItself?: 'Snapshot'): Policy {
  const policy = textAt(resource, attribute) ?? byItself;
  // Also `RetainExceptOnCreate`.
  return (['Retain', 'Snapshot'] as const).find((each) => policy?.startsWith(each)) ?? 'Delete';
}

function remainsOf(policy: Policy, isHeld: boolean): string | undefined {
  if (isHeld) {
    return 'deletion protection is on: AWS refuses to delete it, and it stays behind, outside the stack';
  }
  if (policy === 'Retain') return 'it stays in the account, outside the stack';
  return policy === 'Snapshot' ? 'a snapshot of it' : undefined;
}
