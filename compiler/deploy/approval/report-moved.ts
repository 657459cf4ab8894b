import type { DeployedStack } from '../../aws/model.ts';
import type { Approval, Moved } from './approval.ts';

interface Around {
  readonly approval: Approval;
  /** The stacks that are deployed by then. */
  readonly done: readonly DeployedStack[];
}

interface Report {
  readonly report: {
    moved(moved: readonly Moved[], about: { readonly after: string }): void;
  };
}

/** Reports what is other than approved; whether that was anything. */
export function reportMoved(
  moved: readonly Moved[],
  { approval, done }: Around,
  { report }: Report,
): boolean {
  const state = done.length === 0 ? 'Nothing was changed.' : `${wordDone(done)} Nothing else was changed.`;
  if (moved.length > 0) report.moved(moved, { after: `${state} Make a new plan: ${approval.planAnew}` });
  return moved.length > 0;
}

/** Which stacks are deployed, as a sentence. */
export function wordDone(done: readonly DeployedStack[]): string {
  return `Stack ${done.map(({ name }) => `"${name}"`).join(' and ')} is as the spec wants.`;
}
