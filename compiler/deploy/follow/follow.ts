import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { StackEvent } from '../../aws/model.ts';
import type { Sleep } from '../plan/change-sets.ts';
import { DeploymentError } from '../plan/deployment-error.ts';
import { isSuccess, isUnderWay } from '../plan/decide.ts';
import { endOf, operationOf } from './events.ts';

/** Is called while an operation is followed. */
export interface Watcher {
  readonly saw: (events: readonly StackEvent[]) => void;
  /** Called once when AWS can't be reached, and once with `undefined` when it can be reached again. */
  readonly lost: (failure: AwsFailure | undefined) => void;
}

export interface Followed {
  /** The stack's status at the end: `UPDATE_ROLLBACK_COMPLETE`. */
  readonly status: string;
  readonly events: readonly StackEvent[];
}

const firstPause = 1_000;
const shortestPause = 2_000;
const longestPause = 5_000;
/** How often a call is repeated when the connection is lost: with the longest pause, for ten minutes. */
const mostTries = 120;

/** After how many looks without a new event the stack itself is asked: with the longest pause, five minutes. */
const mostSilence = 60;

/** Where an operation is in a stack's events. */
export interface Start {
  /** The last event before it. */
  readonly after: string | undefined;
  /** With which it was begun; `undefined` for an operation of which `known` has the first event. */
  readonly token?: string | undefined;
  /** Events of it that were read already. */
  readonly known?: readonly StackEvent[];
}

/**
 * Watches an operation of a stack until it ends. A lost connection is tried again for some minutes. All events of the
 * operation are read each time, because AWS may list one late.
 */
export async function follow(
  aws: Aws,
  stackId: string,
  { after, token, known = [] }: Start,
  { watcher, sleep }: { readonly watcher: Watcher; readonly sleep: Sleep },
): Promise<Followed> {
  const seen = new Map(known.map((event) => [event.id, event]));
  const shown = new Set(seen.keys());
  if (known.length > 0) watcher.saw(known);

  async function look(): Promise<readonly StackEvent[]> {
    for (const event of await patiently(() => aws.eventsAfter(stackId, after), watcher, sleep)) {
      seen.set(event.id, event);
    }
    const events = operationOf([...seen.values()], token);
    const news = events.filter(({ id }) => !shown.has(id));
    for (const { id } of news) shown.add(id);
    if (news.length > 0) watcher.saw(news);
    return events;
  }

  /** Fails if nothing has begun. */
  async function ask(): Promise<string> {
    const stack = await patiently(() => aws.describeStack(stackId), watcher, sleep);
    const status = stack?.status ?? 'DELETE_COMPLETE';
    if (isUnderWay(status) || shown.size > 0) return status;
    throw new DeploymentError(
      'AWS accepted the operation, but lists no event of it: look with "archc status SPEC" whether it is in progress, and run the same command again',
    );
  }

  let pause = firstPause;
  let [silence, count] = [0, 0];
  for (let turn = 0; ; turn += 1) {
    const events = await look();
    const end = endOf(events);
    if (end) {
      if (isSuccess(end.status)) return { status: end.status, events };
      // The reason may be listed later than the end.
      await sleep(firstPause);
      return { status: end.status, events: await look() };
    }
    silence = events.length > count ? 0 : silence + 1;
    count = events.length;
    if (silence === mostSilence) {
      const status = await ask();
      if (!isUnderWay(status)) return { status, events };
      silence = 0;
    }
    await sleep(pause);
    // After the first minute, a longer pause is enough.
    pause = turn < 30 ? shortestPause : longestPause;
  }
}

/** Says that the operation goes on, although a call of AWS failed. */
export function wordLoss(error: unknown): unknown {
  if (!(error instanceof AwsFailure)) return error;
  return new DeploymentError(
    `the operation continues in AWS, but archc cannot follow it: ${error.message}. Run the same command again to follow it`,
  );
}

async function patiently<T>(work: () => Promise<T>, { lost }: Watcher, sleep: Sleep): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      const result = await work();
      if (tries > 0) lost(undefined);
      return result;
    } catch (error) {
      if (!(error instanceof AwsFailure) || !error.isPassing || tries === mostTries) throw wordLoss(error);
      if (tries === 0) lost(error);
      await sleep(longestPause);
    }
  }
}
