/** Ctrl-C (SIGINT) and SIGTERM. */
export interface Interrupts {
  /** Aborted when the command is to end. */
  readonly signal: AbortSignal;
  /** While the work lasts, the first interruption calls this in place of ending the command. */
  readonly catchFirst: <T>(onInterrupt: () => void, work: () => Promise<T>) => Promise<T>;
  readonly interrupt: () => void;
  /** Rejects as soon as the command is to end, whatever the work still waits for. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
  readonly close: () => void;
}

/** `canAsk` is whether a person can answer a question in the middle of the work. */
export function catchInterrupts(canAsk: boolean): Interrupts {
  const controller = new AbortController();
  const end = () => {
    controller.abort();
  };
  let first: (() => void) | undefined;
  const interrupt = () => {
    const react = first ?? end;
    first = undefined;
    react();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', end);
  return {
    signal: controller.signal,
    interrupt,
    catchFirst: async (onInterrupt, work) => {
      if (canAsk) first = onInterrupt;
      try {
        return await work();
      } finally {
        first = undefined;
      }
    },
    race: (work) =>
      new Promise((resolve, reject) => {
        controller.signal.addEventListener('abort', () => {
          reject(new DOMException('Interrupted', 'AbortError'));
        });
        work.then(resolve, reject);
      }),
    close: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', end);
    },
  };
}
