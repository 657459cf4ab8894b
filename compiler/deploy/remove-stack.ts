import type { Aws } from './aws.ts';
import { unprotectDatabase } from './database.ts';
import type { DestroyStep } from './destroy.ts';
import type { StackEvent } from './model.ts';

export type Removal = { readonly ok: true } | { readonly ok: false; readonly because: string };

export interface Watching {
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Is told of every event, the oldest first. */
  readonly say: (event: StackEvent) => void;
}

const pollMilliseconds = 2_000;

/** Deletes a stack, or follows its deletion, to the end. */
export async function removeStack(aws: Aws, step: DestroyStep, { sleep, say }: Watching): Promise<Removal> {
  const { id, name } = step;
  let last = (await aws.eventsAfter(id, undefined)).at(-1)?.id;
  for (const lift of step.lifts) {
    if (lift.of === 'stack') await aws.setTerminationProtection(name, false);
    else await unprotectDatabase(aws.call, lift.cluster);
  }
  if (step.action === 'delete') await aws.deleteStack(id);
  const seen: StackEvent[] = [];
  for (;;) {
    // The stack before its events: those that lead to its status are told then.
    const stack = await aws.describeStack(id);
    const events = await aws.eventsAfter(id, last);
    last = events.at(-1)?.id ?? last;
    seen.push(...events);
    events.forEach(say);
    if (!stack || stack.status === 'DELETE_COMPLETE') return { ok: true };
    const failure = failureIn(seen, stack.status);
    if (failure !== undefined) return { ok: false, because: failure };
    await sleep(pollMilliseconds);
  }
}

/** CloudFormation may also leave the stack as it was, with the reason in an event. */
function failureIn(events: readonly StackEvent[], status: string): string | undefined {
  const cancelled = events.find(({ reason = '' }) => /^Delete cancell?ed/i.test(reason));
  if (cancelled) return cancelled.reason;
  if (status !== 'DELETE_FAILED') return undefined;
  const [first] = events.filter(
    (event) => event.status === 'DELETE_FAILED' && event.physicalId !== event.stackId,
  );
  return first ? `${first.logicalId}: ${first.reason ?? 'AWS gives no reason'}` : 'AWS gives no reason';
}
