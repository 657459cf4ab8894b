import { setTimeout as wait } from 'node:timers/promises';

/**
 * In milliseconds. Ends a test that would otherwise wait for ever, and is longer than any machine takes: a test waits
 * for an event, never for a time.
 */
export const longestWait = 10 * 60_000;

const pace = 20;

/** Looks until there is something to see, and resolves to it. `what` completes "Waited in vain until". */
export async function until<T>(what: string, look: () => Awaitable<T | false | undefined>): Promise<T> {
  const end = performance.now() + longestWait;
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== undefined) return seen;
    if (performance.now() > end) throw new Error(`Waited in vain until ${what}`);
    await wait(pace);
  }
}

/** Tries until the work succeeds, as long as trying again makes sense; the last failure is the error's cause. */
export async function untilItWorks<T>(
  what: string,
  work: () => Promise<T>,
  canGoOn: () => boolean = () => true,
): Promise<T> {
  const end = performance.now() + longestWait;
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      if (performance.now() > end || !canGoOn()) throw new Error(`Waited in vain until ${what}`, { cause });
    }
    await wait(pace);
  }
}

type Awaitable<T> = T | Promise<T>;
