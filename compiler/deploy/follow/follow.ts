import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { StackEvent } from '../../aws/model.ts';
import type { Sleep } from '../plan/change-sets.ts';
import { DeploymentError } from '../plan/deployment-error.ts';
import { endOf } from './events.ts';

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

/**
 * Watches an operation of a stack until it ends. `after` is the id of the last event before it; `known` are events of
 * it that were read already. A lost connection is tried again for some minutes.
 */
export async function follow(
  aws: Aws,
  stackId: string,
  { after, known = [] }: { readonly after: string | undefined; readonly known?: readonly StackEvent[] },
  { watcher, sleep }: { readonly watcher: Watcher; readonly sleep: Sleep },
): Promise<Followed> {
  const events = [...known];
  if (known.length > 0) watcher.saw(known);
  let pause = firstPause;
  for (let turn = 0; ; turn += 1) {
    const news = await patiently(() => aws.eventsAfter(stackId, events.at(-1)?.id ?? after), watcher, sleep);
    events.push(...news);
    if (news.length > 0) watcher.saw(news);
    const end = endOf(events);
    if (end) return { status: end.status, events };
    await sleep(pause);
    // After the first minute, a longer pause is enough.
    pause = turn < 30 ? shortestPause : longestPause;
  }
}

async function patiently<T>(work: () => Promise<T>, { lost }: Watcher, sleep: Sleep): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      const result = await work();
      if (tries > 0) lost(undefined);
      return result;
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      if (!error.isPassing || tries === mostTries) {
        throw new DeploymentError(
          `the deployment continues in AWS, but archc cannot follow it: ${error.message}`,
        );
      }
      if (tries === 0) lost(error);
      await sleep(longestPause);
    }
  }
}
