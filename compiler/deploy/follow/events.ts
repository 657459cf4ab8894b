import type { StackEvent } from '../../aws/model.ts';
import { isUnderWay } from '../plan/decide.ts';

/** Whether the event is about the stack itself, and not about one of its resources. */
export function isOfStack({ physicalId, stackId }: StackEvent): boolean {
  return physicalId === stackId;
}

/** The event that ends the operation; `undefined` while it is in progress. */
export function endOf(events: readonly StackEvent[]): StackEvent | undefined {
  return events.find((event) => isOfStack(event) && !isUnderWay(event.status));
}

/** The events of the operation in progress, out of all events of the stack. */
export function currentOperation(events: readonly StackEvent[]): readonly StackEvent[] {
  const start = events.findLastIndex(isStart);
  return start === -1 ? [] : events.slice(start);
}

function isStart(event: StackEvent): boolean {
  return isOfStack(event) && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(event.status);
}

/** When an export is in use, the deletion of its stack ends without having begun. */
function isCalledOff({ reason = '' }: StackEvent): boolean {
  return reason.startsWith('Delete canceled');
}

/**
 * The events of the operation that was begun with the token, the oldest first. AWS may list events late, twice and in
 * another order, also those of the operation before. Those of a rollback may have the token of whoever cancelled.
 */
export function operationOf(events: readonly StackEvent[], token: string | undefined): readonly StackEvent[] {
  const ordered = [...events].sort((one, other) => one.time - other.time);
  if (token === undefined) return ordered;
  const start = ordered.findIndex((event) =>
    event.token === undefined ? isStart(event) || isCalledOff(event) : event.token === token,
  );
  return start === -1 ? [] : ordered.slice(start);
}

/** The state of a resource, according to the events so far. */
export interface Progress {
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly changedAt: number;
  readonly phase: 'running' | 'done' | 'failed';
}

/** The resources in the order of their first events, without the stack itself. */
export function progressOf(events: readonly StackEvent[]): readonly Progress[] {
  const resources = new Map<string, Progress>();
  for (const event of events) {
    if (isOfStack(event)) continue;
    const { logicalId, type, status, reason, time } = event;
    const before = resources.get(logicalId);
    const isContinued = before?.phase === 'running';
    resources.set(logicalId, {
      logicalId,
      type,
      status,
      ...(reason !== undefined && { reason }),
      since: isContinued ? before.since : time,
      changedAt: time,
      phase: phaseOf(status),
    });
  }
  return [...resources.values()];
}

function phaseOf(status: string): Progress['phase'] {
  if (status.endsWith('_IN_PROGRESS')) return 'running';
  return status.endsWith('_FAILED') ? 'failed' : 'done';
}
