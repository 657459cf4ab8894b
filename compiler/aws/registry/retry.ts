import { AwsFailure } from '../failure.ts';

/** How work is tried again. */
export interface Persistence {
  readonly signal: AbortSignal;
  /** Takes milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** 0.5, 1, 2 and 4 seconds between them, and up to half as much by chance, so that many don't try at the same moment. */
const mostAttempts = 5;

/** Does the work again when it has failed for something that passes: the network, throttling, an error of the server. */
export async function persistently<T>(work: () => Promise<T>, { signal, sleep }: Persistence): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const canPass = error instanceof AwsFailure && error.isPassing;
      if (!canPass || attempt === mostAttempts) throw error;
    }
    await sleep(250 * 2 ** attempt * (1 + Math.random() / 2));
    signal.throwIfAborted();
  }
}
