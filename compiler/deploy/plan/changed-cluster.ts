import type { PlannedChange, StackPlan } from './plan.ts';

export interface ChangedCluster {
  readonly shared: StackPlan;
  readonly cluster: PlannedChange;
}

/** The deployed cluster, if the plans change it. */
export function findChangedCluster(plans: readonly StackPlan[]): ChangedCluster | undefined {
  const shared = plans.find(({ wanted }) => wanted.kind === 'shared');
  const cluster = shared?.changes.find(
    ({ type, action }) => type === 'AWS::RDS::DBCluster' && action !== 'create' && action !== 'delete',
  );
  return shared && cluster && { shared, cluster };
}
