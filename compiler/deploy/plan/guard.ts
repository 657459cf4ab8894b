import type { PlannedChange, StackPlan } from './plan.ts';

export interface Refusal {
  readonly stack: string;
  readonly change: PlannedChange;
}

/** The changes that would lose data, but for those of resources that the user has named. */
export function refuseDataLoss(plans: readonly StackPlan[], allowed: readonly string[]): readonly Refusal[] {
  return plans.flatMap(({ wanted, changes }) =>
    changes
      .filter(({ dataLoss, logicalId }) => dataLoss !== undefined && !allowed.includes(logicalId))
      .map((change) => ({ stack: wanted.name, change })),
  );
}
