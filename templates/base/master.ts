import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import { hardeningOf, measurePath } from '../../compiler/modules/measures.ts';
import { managesMaster } from '../../compiler/modules/rotation.ts';
import type { Derived } from '../../compiler/spec/derived.ts';

/** The secret of the master user, unless RDS has one of its own. */
export function masterFragments(spec: ResolvedSpec): readonly string[] {
  return managesMaster(spec) ? [] : ['shared/master-secret'];
}

/**
 * Backends import the ARN of the secret, whosever it is.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-rds-dbcluster-masterusersecret.html
 */
export function masterValues(spec: ResolvedSpec): Readonly<Record<string, Derived>> {
  const isManaged = managesMaster(spec);
  const from = isManaged ? measurePath('rotation') : ['shared', 'database'];
  const at = (value: Derived['value'], tag?: Derived['tag']): Derived => ({
    value,
    ...(tag && { tag }),
    from,
  });
  const own = '{{resolve:secretsmanager:${DatabaseMasterSecret}:SecretString:password}}';
  const hasKey = hardeningOf(spec).customerKeys !== 'off';
  return {
    'shared.database.masterPassword': isManaged ? at(null) : at(own, 'Sub'),
    'shared.database.managesMaster': at(isManaged ? true : null),
    'shared.database.managedSecret': at(isManaged && hasKey ? { KmsKeyId: at('Key.Arn', 'GetAtt') } : null),
    'shared.database.masterSecretArn': isManaged
      ? at('DatabaseCluster.MasterUserSecret.SecretArn', 'GetAtt')
      : at('DatabaseMasterSecret', 'Ref'),
  };
}
