import type { StackEvent } from '../../aws/model.ts';
import { isUnderWay } from '../plan/decide.ts';

/** Whether it tells of the stack itself, and not of one of its resources. */
export function isOfStack({ physicalId, stackId }: StackEvent): boolean {
  return physicalId === stackId;
}

/** The event with which an operation ends, if it has. */
export function endOf(events: readonly StackEvent[]): StackEvent | undefined {
  return events.find((event) => isOfStack(event) && !isUnderWay(event.status));
}

/** The events of the operation that is under way, out of all that a stack has had. */
export function currentOperation(events: readonly StackEvent[]): readonly StackEvent[] {
  const start = events.findLastIndex(
    (event) => isOfStack(event) && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(event.status),
  );
  return start === -1 ? [] : events.slice(start);
}

/** A resource as far as events have told of it. */
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

/** Resources in the order in which they came up; the stack itself is not among them. */
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
