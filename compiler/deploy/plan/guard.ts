import { wordMeasure } from '../../modules/measures.ts';
import type { PlannedChange, StackPlan } from './plan.ts';

export interface Refusal {
  readonly stack: string;
  readonly change: PlannedChange;
  /** What to write instead, when a setting asks for what only a new resource can have. */
  readonly wayOut?: string;
}

/** The changes that would lose data, except those of resources that the user has allowed. */
export function refuseDataLoss(plans: readonly StackPlan[], allowed: readonly string[]): readonly Refusal[] {
  return plans.flatMap(({ wanted, changes }) =>
    changes
      .filter(({ dataLoss, logicalId }) => dataLoss !== undefined && !allowed.includes(logicalId))
      .map((change) => {
        const wayOut = keepKey(change);
        return { stack: wanted.name, change, ...(wayOut !== undefined && { wayOut }) };
      }),
  );
}

/** The property with the key, of the types that get one only when they are created. */
const keys: Readonly<Record<string, string>> = {
  'AWS::ECR::Repository': 'EncryptionConfiguration',
  'AWS::RDS::DBCluster': 'KmsKeyId',
};

function keepKey({ type, properties }: PlannedChange): string | undefined {
  const key = properties.find(({ path: [name] }) => name !== undefined && keys[type] === name);
  if (!key) return undefined;
  const value = key.after === undefined ? 'all' : 'secretsAndLogs';
  return `AWS gives it another key only when it creates it: write ${wordMeasure('customerKeys', value)}`;
}
