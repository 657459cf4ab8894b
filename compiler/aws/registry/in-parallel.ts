/**
 * Does the work on each item, on so many at a time. The first failure aborts the rest, and is thrown when all of it has
 * ended.
 */
export async function inParallel<T>(
  items: readonly T[],
  most: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const rest = items.values();
  const takeTurns = async () => {
    for (const item of rest) {
      either.throwIfAborted();
      await work(item, either);
    }
  };
  const turns = Array.from({ length: Math.min(most, items.length) }, () =>
    takeTurns().catch((error: unknown) => {
      stop.abort(error);
    }),
  );
  await Promise.all(turns);
  either.throwIfAborted();
}
