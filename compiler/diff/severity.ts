import type { ItemDiff, ResourceDiff, StackDiff } from './model.ts';

/** From the worst to what nobody needs to look at. */
const order = [
  'loss',
  'refuse',
  'replace',
  'rename',
  'may-replace',
  'remove',
  'interrupt',
  'update',
  'routine',
  'add',
  'follow',
  'keep',
] as const;

export type Severity = (typeof order)[number];

function severityOf({ loss, isRoutine, action }: ResourceDiff): Severity {
  if (loss !== undefined) return 'loss';
  return isRoutine ? 'routine' : action;
}

export function bySeverity(one: ResourceDiff, other: ResourceDiff): number {
  return order.indexOf(severityOf(one)) - order.indexOf(severityOf(other));
}

/** How many resources meet with what. A resource that loses data is counted twice. */
export interface Counts {
  readonly updated: number;
  readonly interrupted: number;
  readonly replaced: number;
  readonly mayBeReplaced: number;
  readonly added: number;
  readonly removed: number;
  /** Changes that CloudFormation would not make, of exports too. */
  readonly refused: number;
  readonly losesData: number;
}

export function count(stacks: readonly StackDiff[]): Counts {
  const resources = stacks.flatMap((stack) => stack.resources);
  const having = (...actions: readonly ResourceDiff['action'][]) =>
    resources.filter(({ action, isRoutine }) => actions.includes(action) && !isRoutine).length;
  const refusedExports = stacks.flatMap(({ outputs }) => outputs).filter(isRefused).length;
  return {
    updated: having('update') + resources.filter(({ isRoutine }) => isRoutine).length,
    interrupted: having('interrupt'),
    replaced: having('replace', 'rename'),
    mayBeReplaced: having('may-replace'),
    added: having('add'),
    removed: having('remove'),
    refused: having('refuse') + refusedExports,
    losesData: resources.filter(({ loss }) => loss !== undefined).length,
  };
}

/** An export that changes under a stack that imports it. */
export function isRefused({ importedBy = [] }: ItemDiff): boolean {
  return importedBy.length > 0;
}

/** What `--fail-on` may be, the gravest first. */
export const levels = ['data-loss', 'replace', 'interruption', 'change'] as const;
export type Level = (typeof levels)[number];

/** Whether something of this gravity or worse is there. */
export function reaches(level: Level, stacks: readonly StackDiff[]): boolean {
  const counts = count(stacks);
  const grave: Readonly<Record<Level, boolean>> = {
    'data-loss': counts.losesData > 0,
    replace: counts.replaced + counts.mayBeReplaced + counts.refused > 0,
    interruption: counts.interrupted + counts.removed > 0,
    change: stacks.some(({ change }) => change !== 'identical'),
  };
  return levels.slice(0, levels.indexOf(level) + 1).some((each) => grave[each]);
}
