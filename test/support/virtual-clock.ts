import childProcess from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import timers from 'node:timers/promises';

/** Time that passes only when everything waits for it, so that hours of waiting take no time. */
export interface VirtualClock {
  /**
   * Runs the work with it, and all that the work has left running. Rejects when something is waited for that never
   * happens, or for longer than the limit.
   */
  run<T>(work: () => Promise<T>, limit: number): Promise<T>;
  /**
   * While a request waits for time to pass, not for an answer that is on its way. `id` is in its header `requestId`. A
   * program that runs counts as a request; it has its id in the variable `programId`.
   */
  hold(id: string): void;
  release(id: string): void;
  /** Whether the request or the program has not ended. */
  goesOn(id: string): boolean;
}

/** The header with which the clock recognizes a request. */
export const requestId = 'x-test-request';

export const programId = 'TEST_PROGRAM';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  random: Math.random,
  Date: globalThis.Date,
  request: http.request,
  spawn: childProcess.spawn,
  kill: process.kill.bind(process),
  sleep: timers.setTimeout,
  // oxlint-disable-next-line typescript/unbound-method
  socketTimeout: Socket.prototype.setTimeout,
};

/** Answers on their way arrive within a few turns of the event loop. Only timeouts of hung requests depend on it. */
const quietTurns = 4;
/** In real milliseconds: whatever is answered, reads files or runs a program has ended by then. */
const longestSilence = 120_000;

/** It shows `start` in the beginning, in milliseconds since 1970. */
export function createClock(start: number): VirtualClock {
  let now = start;
  let order = 0;
  const pending = new Map<object, Timer>();
  const inFlight = new Set<string>();
  const held = new Set<string>();
  const programs = new Map<number, string>();
  const killed = new Set<string>();

  function schedule(fire: () => void, milliseconds = 0): object {
    const handle = { ref: () => handle, unref: () => handle, hasRef: () => true };
    order += 1;
    pending.set(handle, { at: now + Math.max(1, milliseconds), order, fire });
    return handle;
  }

  function next(): [object, Timer] | undefined {
    let first: [object, Timer] | undefined;
    for (const each of pending) {
      const [, { at, order: turn }] = each;
      if (!first || at < first[1].at || (at === first[1].at && turn < first[1].order)) first = each;
    }
    return first;
  }

  function sleep<T>(milliseconds?: number, value?: T, { signal }: { signal?: AbortSignal } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const abort = () => {
        pending.delete(handle);
        reject(new DOMException('The operation was aborted', 'AbortError'));
      };
      const handle = schedule(() => {
        signal?.removeEventListener('abort', abort);
        resolve(value as T);
      }, milliseconds);
      if (signal?.aborted === true) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Lets time pass until `isOver`, which gets the number of turns in which nothing has happened. */
  async function pass(isOver: (quiet: number) => boolean, limit: number): Promise<void> {
    let quiet = 0;
    let silentSince = performance.now();
    while (!isOver(quiet)) {
      if (quiet > 200) await new Promise((resolve) => real.setTimeout(resolve, 1));
      else await new Promise((resolve) => setImmediate(resolve));
      const isAnswering = [...inFlight].some((id) => !held.has(id));
      quiet = isAnswering ? 0 : quiet + 1;
      if (!isAnswering && quiet < quietTurns) continue;
      const [handle, timer] = isAnswering ? [] : (next() ?? []);
      if (handle && timer) {
        if (timer.at - start > limit) throw new Error(`It still goes on after ${limit / 60_000} minutes`);
        now = Math.max(now, timer.at);
        pending.delete(handle);
        timer.fire();
        quiet = 0;
        silentSince = performance.now();
      } else if (performance.now() - silentSince > longestSilence) {
        throw new Error('It waits for something that never happens');
      }
    }
  }

  function install(): void {
    class VirtualDate extends real.Date {
      constructor(...args: [] | [number | string | Date]) {
        super(args[0] ?? now);
      }
      static override now(): number {
        return now;
      }
    }
    const clear = (handle: object | undefined) => {
      // What was started before belongs to the real clock.
      if (handle && !pending.delete(handle)) real.clearTimeout(handle as NodeJS.Timeout);
    };
    const later = (work: (...args: unknown[]) => void, milliseconds?: number, ...args: unknown[]) =>
      schedule(() => {
        work(...args);
      }, milliseconds);
    Object.assign(globalThis, { Date: VirtualDate, setTimeout: later, clearTimeout: clear });
    Math.random = seeded();
    timers.setTimeout = sleep as typeof timers.setTimeout;
    http.request = counted;
    childProcess.spawn = countedProgram as typeof childProcess.spawn;
    process.kill = kill;
    Socket.prototype.setTimeout = idle;
    syncBuiltinESMExports();
  }

  function uninstall(): void {
    Object.assign(globalThis, real);
    Math.random = real.random;
    timers.setTimeout = real.sleep;
    http.request = real.request;
    childProcess.spawn = real.spawn;
    process.kill = real.kill;
    Socket.prototype.setTimeout = real.socketTimeout;
    syncBuiltinESMExports();
  }

  /** Every request gets an id, and is in flight until its answer has been read or the connection is gone. */
  const counted = ((options: http.RequestOptions, react?: (answer: http.IncomingMessage) => void) => {
    order += 1;
    const id = String(order);
    inFlight.add(id);
    const headers = Object.assign({}, options.headers, { [requestId]: id });
    const request = real.request({ ...options, headers }, react);
    request.once('close', () => {
      inFlight.delete(id);
      held.delete(id);
    });
    return request;
  }) as typeof http.request;

  function countedProgram(program: string, args: readonly string[], options: SpawnOptions) {
    order += 1;
    const id = String(order);
    inFlight.add(id);
    const env = { ...(options.env ?? process.env), [programId]: id };
    const child = real.spawn(program, args, { ...options, env });
    if (child.pid !== undefined) programs.set(child.pid, id);
    child.once('close', () => {
      inFlight.delete(id);
      held.delete(id);
    });
    return child;
  }

  /** A program that is killed waits for no time to pass. */
  function kill(pid: number, signal?: string | number): true {
    const id = programs.get(Math.abs(pid)) ?? '';
    held.delete(id);
    killed.add(id);
    return real.kill(pid, signal);
  }

  const idlers = new WeakMap<Socket, object>();
  function idle(this: Socket, milliseconds: number, react?: () => void): Socket {
    const former = idlers.get(this);
    if (former) pending.delete(former);
    if (milliseconds === 0) {
      if (react) this.removeListener('timeout', react);
      return this;
    }
    if (react) this.once('timeout', react);
    idlers.set(
      this,
      schedule(() => this.emit('timeout'), milliseconds),
    );
    return this;
  }

  return {
    async run(work, limit) {
      install();
      try {
        let isOver = false;
        const result = work().finally(() => {
          isOver = true;
        });
        // The failure is the result's; here it only ends the waiting.
        result.catch(() => undefined);
        await pass(() => isOver, limit);
        // A process ends when nothing is on its way any more.
        await pass((quiet) => quiet > quietTurns && pending.size === 0 && inFlight.size === 0, limit);
        return await result;
      } finally {
        uninstall();
      }
    },
    hold: (id) => {
      if (inFlight.has(id) && !killed.has(id)) held.add(id);
    },
    release: (id) => {
      held.delete(id);
    },
    goesOn: (id) => inFlight.has(id),
  };
}

/** The same numbers every time, so that a run can be repeated: https://en.wikipedia.org/wiki/Xorshift */
function seeded(): () => number {
  let state = 2463534242;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
