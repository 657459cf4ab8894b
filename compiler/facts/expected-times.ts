import facts from './expected-times.json' with { type: 'json' };

/** What a stack's operation does to a resource, as far as archc knows how long that takes. */
export type TimedOperation = 'create' | 'delete';

/** Where it is known from, how long something takes. */
export interface TimeSource {
  readonly url: string;
  /** In our own words. */
  readonly says: string;
  /** When it was read. */
  readonly read: string;
  /** The month of the copy that was read. */
  readonly page?: string;
}

/** How long AWS usually takes, as expected-times.json has it: in minutes, or in AWS's words. */
export interface TimeFact {
  readonly minutes?: { readonly from?: number; readonly to: number };
  readonly words?: string;
  /** The stack does not wait for it: it goes on when the deployment has ended. */
  readonly isAfterwards?: boolean;
  readonly sources?: readonly TimeSource[];
}

/** By the type of the resource. */
export const timeFacts: Readonly<Record<string, Readonly<Partial<Record<TimedOperation, TimeFact>>>>> =
  facts.times;

export interface ExpectedTime {
  /** `3 to 5 minutes` */
  readonly words: string;
  /** Whole minutes; `undefined` when AWS gives no figure. */
  readonly from?: number;
  readonly to?: number;
  /** The stack does not wait for it. */
  readonly isAfterwards: boolean;
}

/** How long AWS usually takes for a resource; `undefined` when nothing is known that has a source. */
export function expectedTime(type: string, operation: TimedOperation): ExpectedTime | undefined {
  const fact = Object.hasOwn(timeFacts, type) ? timeFacts[type]?.[operation] : undefined;
  if (!fact) return undefined;
  const { minutes, words = '', isAfterwards = false } = fact;
  if (!minutes) return { words, isAfterwards };
  const { from, to } = minutes;
  return {
    words: from === undefined ? `up to ${to} minutes` : `${from} to ${to} minutes`,
    ...minutes,
    isAfterwards,
  };
}

const statuses: Readonly<Record<string, TimedOperation>> = {
  CREATE_IN_PROGRESS: 'create',
  DELETE_IN_PROGRESS: 'delete',
};

/** The same for a resource with that status, as long as the stack waits for it. */
export function expectedWait(type: string, status: string): ExpectedTime | undefined {
  const operation = statuses[status];
  const time = operation && expectedTime(type, operation);
  return time?.isAfterwards ? undefined : time;
}

/** Whether it takes longer than usual. The figures are whole minutes, so that `5` means anything below 6. */
export function isLongerThanUsual({ to }: ExpectedTime, milliseconds: number): boolean {
  return to !== undefined && Math.floor(milliseconds / 60_000) > to;
}
