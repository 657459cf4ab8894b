import { setTimeout as wait } from 'node:timers/promises';
import type { ResourceRequest } from './request.ts';

/** The work for one request, within the time that it has. */
export interface Task {
  readonly request: Requester;
  /** Calls an AWS API, and repeats the call after errors that may pass. */
  call<T>(operation: (options: { abortSignal: AbortSignal }) => Promise<T>, passes?: Passes): Promise<T>;
  /** Waits, longer each time. If the time runs out, the answer contains the reason for waiting. */
  pause(reason: string): Promise<void>;
  /** The reason for CloudFormation, in at most 900 characters. */
  describe(error: unknown): string;
}

/** The resource that the work is done for. */
export type Requester = Pick<ResourceRequest, 'StackId' | 'LogicalResourceId' | 'PhysicalResourceId'>;

export type Passes = (error: Error) => boolean;

export function startTask(request: Requester, time: number): Task {
  const start = Date.now();
  const deadline = AbortSignal.timeout(time);
  let pace = 100;
  let waitingFor = '';

  const describe: Task['describe'] = (error) =>
    deadline.aborted ? `Not done in ${Math.round(time / 1000)} seconds. ${waitingFor}` : nameError(error);

  const pause: Task['pause'] = async (reason) => {
    if (reason !== waitingFor) console.log(`Waiting: ${reason}`);
    waitingFor = reason;
    await wait(pace, undefined, { signal: deadline });
    pace = Math.min(pace * 2, 10_000);
  };

  const call: Task['call'] = async (operation, passes) => {
    for (;;) {
      try {
        return await operation({ abortSignal: deadline });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        // The rights of a new role take some seconds to apply everywhere.
        const isEarly = /^(AccessDenied|Forbidden)/.test(error.name) && Date.now() - start < time / 20;
        if (!isEarly && !passes?.(error)) throw error;
        await pause(nameError(error));
      }
    }
  };

  return { request, call, pause, describe };
}

function nameError(error: unknown): string {
  if (!(error instanceof Error)) return 'Failed without an error';
  const { name, message } = error;
  const words = message || ('code' in error && String(error.code)) || 'no message';
  const text = name === 'Error' ? words : `${name}: ${words}`;
  // MySQL's syntax errors quote the statement, which may contain a password.
  return text
    .replace(/ near '.*/s, '')
    .replace(/[\0-\x1f]+/g, ' ')
    .slice(0, 900);
}
