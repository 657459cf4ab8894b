import { countByAction } from '../change/action.ts';
import type { Action } from '../change/action.ts';
import type { ItemDiff, StackDiff } from './model.ts';

/** How many resources each kind of change affects. */
export interface Counts {
  readonly actions: Readonly<Record<Action, number>>;
  /** Exports that CloudFormation refuses to change. */
  readonly refusedExports: number;
  /** Resources that lose data, whatever their action. */
  readonly dataLoss: number;
}

export function count(stacks: readonly StackDiff[]): Counts {
  const resources = stacks.flatMap((stack) => stack.resources);
  return {
    actions: countByAction(resources),
    refusedExports: stacks.flatMap(({ outputs }) => outputs).filter(isRefused).length,
    dataLoss: resources.filter(({ dataLoss }) => dataLoss !== undefined).length,
  };
}

/** Whether the item is an export that a stack imports: CloudFormation refuses to change it. */
export function isRefused({ importedBy = [] }: ItemDiff): boolean {
  return importedBy.length > 0;
}

/** The values of `--fail-on`, the gravest first. */
export const levels = ['data-loss', 'replace', 'interrupt', 'change'] as const;
export type Level = (typeof levels)[number];

/** Whether a change is of this level or a graver one. */
export function reaches(level: Level, stacks: readonly StackDiff[]): boolean {
  const { actions, refusedExports, dataLoss } = count(stacks);
  const grave: Readonly<Record<Level, boolean>> = {
    'data-loss': dataLoss > 0,
    replace: actions.replace + actions['may-replace'] + actions.refuse + refusedExports > 0,
    interrupt: actions.interrupt + actions.delete > 0,
    change: stacks.some(({ change }) => change !== 'identical'),
  };
  return levels.slice(0, levels.indexOf(level) + 1).some((each) => grave[each]);
}
