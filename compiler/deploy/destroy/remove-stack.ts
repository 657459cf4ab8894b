import type { Aws } from '../../aws/aws.ts';
import { findRootCause } from '../failure/root-cause.ts';
import { currentOperation, isOfStack } from '../follow/events.ts';
import { follow } from '../follow/follow.ts';
import type { Watcher } from '../follow/follow.ts';
import type { Sleep } from '../plan/change-sets.ts';
import { liftProtection } from '../protected.ts';
import type { DestroyStep } from './plan.ts';

export type Removal = { readonly ok: true } | { readonly ok: false; readonly because: string };

interface FollowOptions {
  readonly watcher: Watcher;
  readonly sleep: Sleep;
}

/** Deletes a stack, or joins a deletion that is already in progress, and waits for the end. */
export async function removeStack(aws: Aws, step: DestroyStep, options: FollowOptions): Promise<Removal> {
  const { id, name, isDeleting, protections } = step;
  const earlier = await aws.eventsAfter(id, undefined);
  for (const protection of protections) {
    if (protection.of === 'stack') await aws.setTerminationProtection(name, false);
    else await liftProtection(aws.call, protection);
  }
  const token = isDeleting ? undefined : `archc-${crypto.randomUUID()}`;
  if (!isDeleting) await aws.deleteStack(id, token);
  const known = isDeleting ? currentOperation(earlier) : [];
  const { status, events } = await follow(aws, id, { after: earlier.at(-1)?.id, token, known }, options);
  if (status === 'DELETE_COMPLETE') return { ok: true };
  const cause = findRootCause(events);
  // CloudFormation may also cancel the deletion, and leave the stack as it was.
  const last = events.findLast(isOfStack)?.reason ?? 'AWS gives no reason';
  return { ok: false, because: cause ? `${cause.event.logicalId}: ${cause.reason}` : last };
}
