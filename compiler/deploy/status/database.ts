import { AwsFailure } from '../../aws/failure.ts';
import type { StackResource } from '../../aws/model.ts';
import type { AwsCall } from '../../modules/operations.ts';

/** The state of a shared stack's cluster, according to RDS. */
export interface DatabaseState {
  readonly cluster: string;
  /** In RDS's words: `available`, `modifying` ... */
  readonly status: string;
  readonly engineVersion: string;
  readonly isProtected: boolean;
  readonly instances: readonly DatabaseInstance[];
}

export interface DatabaseInstance {
  readonly name: string;
  readonly role: 'writer' | 'reader';
  readonly status: string;
}

interface ClustersAnswer {
  readonly DBClusters?: readonly {
    readonly DBClusterIdentifier?: string;
    readonly Status?: string;
    readonly EngineVersion?: string;
    readonly DeletionProtection?: boolean;
    readonly DBClusterMembers?: readonly {
      readonly DBInstanceIdentifier?: string;
      readonly IsClusterWriter?: boolean;
    }[];
  }[];
}

interface InstancesAnswer {
  readonly DBInstances?: readonly {
    readonly DBInstanceIdentifier?: string;
    readonly DBInstanceStatus?: string;
  }[];
}

/** `undefined` when the stack has no cluster, or it no longer exists. */
export async function readDatabase(
  call: AwsCall,
  resources: readonly StackResource[],
): Promise<DatabaseState | undefined> {
  const id = resources.find(({ type }) => type === 'AWS::RDS::DBCluster')?.physicalId;
  if (id === undefined) return undefined;
  const [clusters, instances] = (await Promise.all([
    call('rds', 'describeDBClusters', { DBClusterIdentifier: id }).catch(nothingIfAbsent),
    call('rds', 'describeDBInstances', { Filters: [{ Name: 'db-cluster-id', Values: [id] }] }),
  ])) as [ClustersAnswer | undefined, InstancesAnswer];
  const cluster = clusters?.DBClusters?.[0];
  if (!cluster) return undefined;
  const writers = (cluster.DBClusterMembers ?? []).filter(({ IsClusterWriter }) => IsClusterWriter);
  const isWriter = (name: string) => writers.some((writer) => writer.DBInstanceIdentifier === name);
  return {
    cluster: cluster.DBClusterIdentifier ?? id,
    status: cluster.Status ?? 'unknown',
    engineVersion: cluster.EngineVersion ?? 'unknown',
    isProtected: cluster.DeletionProtection === true,
    instances: (instances.DBInstances ?? [])
      .map(({ DBInstanceIdentifier: name = '', DBInstanceStatus: status = 'unknown' }) => ({
        name,
        role: isWriter(name) ? ('writer' as const) : ('reader' as const),
        status,
      }))
      .sort((a, b) => (a.role === b.role ? 0 : a.role === 'writer' ? -1 : 1)),
  };
}

function nothingIfAbsent(error: unknown): undefined {
  if (error instanceof AwsFailure && error.awsName.startsWith('DBClusterNotFound')) return undefined;
  throw error;
}
