import { AwsFailure } from '../aws/failure.ts';
import type { StackEvent, StackResource } from '../aws/model.ts';
import type { AwsCall } from '../modules/operations.ts';
import { isProtected } from '../change/protected.ts';
import { resourceIn } from '../template/node.ts';
import type { TemplateNode } from '../template/node.ts';

/** A resource that AWS refuses to delete until its protection is lifted. */
export interface Protected {
  readonly of: 'cluster' | 'load balancer';
  readonly id: string;
}

const kinds: Readonly<Record<string, Protected['of']>> = {
  'AWS::RDS::DBCluster': 'cluster',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'load balancer',
};

/** The resources that the template protects from being deleted, those that exist. */
export function protectedIn(
  template: TemplateNode | undefined,
  resources: readonly StackResource[],
): readonly Protected[] {
  return resources.flatMap(({ logicalId, type, physicalId = '', status }) => {
    const of = kinds[type];
    const exists = physicalId !== '' && status !== 'DELETE_COMPLETE';
    return of && exists && isProtected(resourceIn(template, logicalId)) ? [{ of, id: physicalId }] : [];
  });
}

/** What an update has made so far: resources that are new, and those that replace others. */
export function madeIn(events: readonly StackEvent[]): readonly StackResource[] {
  const ordered = [...events].sort((one, other) => one.time - other.time);
  const first = new Map<string, StackEvent>();
  const made = new Map<string, StackResource>();
  for (const event of ordered) {
    const { logicalId, physicalId = '', type, status } = event;
    const start = first.get(logicalId) ?? event;
    first.set(logicalId, start);
    const isNew = start.status.startsWith('CREATE_') || physicalId !== start.physicalId;
    if (isNew && physicalId !== '') made.set(physicalId, { logicalId, physicalId, type, status });
  }
  return [...made.values()];
}

/** It may be gone, or not protected any longer. */
export async function liftProtection(call: AwsCall, { of, id }: Protected): Promise<void> {
  try {
    await lifts[of](call, id);
  } catch (error) {
    const isGone = error instanceof AwsFailure && /NotFound/.test(error.awsName);
    if (!isGone) throw error;
  }
}

const lifts: Readonly<Record<Protected['of'], (call: AwsCall, id: string) => Promise<unknown>>> = {
  cluster: (call, DBClusterIdentifier) =>
    call('rds', 'modifyDBCluster', {
      DBClusterIdentifier,
      DeletionProtection: false,
      ApplyImmediately: true,
    }),
  'load balancer': (call, LoadBalancerArn) =>
    call('elbv2', 'modifyLoadBalancerAttributes', {
      LoadBalancerArn,
      Attributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }],
    }),
};
