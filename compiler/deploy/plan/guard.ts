import type { PlannedChange, StackPlan } from './plan.ts';

export interface Refusal {
  readonly stack: string;
  readonly change: PlannedChange;
}

/** The changes that would lose data, except those of resources that the user has allowed. */
export function refuseDataLoss(plans: readonly StackPlan[], allowed: readonly string[]): readonly Refusal[] {
  return plans.flatMap(({ wanted, changes }) =>
    changes
      .filter(({ dataLoss, logicalId }) => dataLoss !== undefined && !allowed.includes(logicalId))
      .map((change) => ({ stack: wanted.name, change })),
  );
}
