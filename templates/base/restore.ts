import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { isResourceId, masterUser } from '../../compiler/modules/restore-source.ts';
import type { Derived } from '../../compiler/spec/derived.ts';
import type { SpecPath } from '../../compiler/spec/path.ts';

type Database = NonNullable<NonNullable<ResolvedSpec['shared']>['database']>;

const path: SpecPath = ['shared', 'database', 'restoreFrom'];

export function restoreFragments({ restoreFrom }: Pick<Database, 'restoreFrom'>): readonly string[] {
  return restoreFrom ? ['shared/restored'] : [];
}

/**
 * A restored cluster has the backup's master user and encryption, and the properties for them must be missing.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html
 */
export function restoreValues({
  restoreFrom,
}: Pick<Database, 'restoreFrom'>): Readonly<Record<string, Derived>> {
  const isNew = restoreFrom === undefined;
  const { snapshot, cluster, time } = restoreFrom ?? {};
  const isDeleted = cluster !== undefined && isResourceId(cluster);
  const at = (value: Derived['value'], ...below: string[]): Derived => ({ value, from: [...path, ...below] });
  return {
    'shared.database.masterUser': at(isNew ? masterUser : null),
    'shared.database.encryption': at(isNew ? true : null),
    'shared.database.restoreFrom.snapshotName': at(snapshot ?? null, 'snapshot'),
    'shared.database.restoreFrom.clusterName': at(isDeleted ? null : (cluster ?? null), 'cluster'),
    'shared.database.restoreFrom.clusterResource': at(isDeleted ? cluster : null, 'cluster'),
    'shared.database.restoreFrom.exactTime': at(time === 'latest' ? null : (time ?? null), 'time'),
    'shared.database.restoreFrom.latestTime': at(time === 'latest' ? true : null, 'time'),
  };
}
