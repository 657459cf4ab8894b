import type { StackEvent } from '../../aws/model.ts';
import { isOfStack } from '../follow/events.ts';

export interface RootCause {
  readonly event: StackEvent;
  /** In AWS's own words. */
  readonly reason: string;
  /** Other failures in the same operation that this one did not cause. */
  readonly others: readonly StackEvent[];
}

/** Why an operation failed: the first failure that no other failure caused. */
export function findRootCause(events: readonly StackEvent[]): RootCause | undefined {
  const failures = events.filter((event) => event.status.endsWith('_FAILED') && isCause(event));
  const [first, ...others] = [
    ...failures.filter((event) => !isOfStack(event)),
    // A rollback without a failed resource, for example because an export is in use.
    ...events.filter((event) => isOfStack(event) && /ROLLBACK|_FAILED/.test(event.status) && isCause(event)),
  ];
  if (!first) return undefined;
  const seen = new Set([first.logicalId]);
  return {
    event: first,
    reason: first.reason ?? '',
    others: others.filter((event) => !isOfStack(event) && isNew(seen, event.logicalId)),
  };
}

function isNew(seen: Set<string>, id: string): boolean {
  const isUnseen = !seen.has(id);
  seen.add(id);
  return isUnseen;
}

/** CloudFormation's reasons for events that are only consequences of another failure. */
const consequences = [
  /^Resource (creation|update|deletion|import) cancelled/i,
  /^The following resource\(s\) failed to/i,
  /^(Create|Update|Delete|Rollback|Operation) cancelled by user/i,
  /^User Initiated$/i,
  /^Rollback requested/i,
];

function isCause({ reason = '' }: StackEvent): boolean {
  return reason !== '' && !consequences.some((pattern) => pattern.test(reason));
}
