import { AwsError } from '../aws-endpoint.ts';
import { accountId, findStack } from './account.ts';
import type { Account } from './account.ts';
import type { Surroundings } from './operations.ts';

type Input = Readonly<Record<string, unknown>>;
type Operation = (input: Input, around: Surroundings) => object;

const digest = `sha256:${'a'.repeat(64)}`;
const arn = `arn:aws:sts::${accountId}:user/me`;

/** The other services' operations that archc uses, as far as it reads their answers. */
export const services: Readonly<Record<string, Operation>> = {
  GetCallerIdentity: () => ({ Account: accountId, Arn: arn }),
  DescribeImages: () => ({ imageDetails: [{ imageDigest: digest }] }),

  DescribeDBClusters: ({ DBClusterIdentifier }, { account }) => {
    const [stack] = account.stacks.filter(({ resources }) =>
      Object.values(resources).includes(String(DBClusterIdentifier)),
    );
    if (!stack) throw new AwsError('DBClusterNotFoundFault', 'DBCluster not found', 404);
    const member = { DBInstanceIdentifier: 'writer', IsClusterWriter: true };
    return {
      DBClusters: [
        {
          DBClusterIdentifier,
          Status: 'available',
          EngineVersion: '8.0.mysql_aurora.3.10.6',
          DeletionProtection: account.done.includes('ModifyDBCluster') ? false : undefined,
          DBClusterMembers: [member],
        },
      ],
    };
  },
  DescribeDBInstances: () => ({
    DBInstances: [{ DBInstanceIdentifier: 'writer', DBInstanceStatus: 'available' }],
  }),
  ModifyDBCluster: (_, { account }) => {
    account.done.push('ModifyDBCluster');
    return {};
  },

  DescribeLogGroups: ({ logGroupNamePrefix }, { account }) => ({
    logGroups: [...account.logGroups]
      .filter(([name]) => name.startsWith(String(logGroupNamePrefix)))
      .map(([logGroupName, retentionInDays]) => ({ logGroupName, retentionInDays })),
  }),
  PutRetentionPolicy: ({ logGroupName, retentionInDays }, { account }) => {
    account.logGroups.set(String(logGroupName), Number(retentionInDays));
    account.done.push('PutRetentionPolicy');
    return {};
  },
  DescribeLogStreams: () => ({ logStreams: [{ logStreamName: 'newest' }] }),
  GetLogEvents: () => ({ events: [{ message: 'a line' }] }),

  GetHostedZone: () => ({ HostedZone: { Name: 'example.com.', Config: { PrivateZone: false } } }),
  ListResourceRecordSets: () => ({ ResourceRecordSets: [] }),

  DescribeService: (_, { account }) => ({
    Service: {
      Status: 'RUNNING',
      SourceConfiguration: { ImageRepository: { ImageIdentifier: imageOf(account) } },
    },
  }),
  ListOperations: () => ({
    OperationSummaryList: [{ Id: '1', Type: 'START_DEPLOYMENT', Status: 'SUCCEEDED' }],
  }),
  StartDeployment: (_, { account }) => {
    account.done.push('StartDeployment');
    return { OperationId: '1' };
  },
  DescribeCustomDomains: () => ({ CustomDomains: [{ DomainName: 'api.example.com', Status: 'active' }] }),

  DescribeServices: () => ({
    services: [
      {
        status: 'ACTIVE',
        desiredCount: 2,
        runningCount: 2,
        pendingCount: 0,
        deployments: [{ id: '1', status: 'PRIMARY', taskDefinition: 'todo:1', rolloutState: 'COMPLETED' }],
      },
    ],
  }),
  DescribeTaskDefinition: (_, { account }) => ({
    taskDefinition: { containerDefinitions: [{ name: 'api', image: imageOf(account) }] },
  }),
  ListTasks: () => ({ taskArns: [] }),
  DescribeTargetHealth: () => ({
    TargetHealthDescriptions: [
      { Target: { Id: '10.0.4.7', Port: 8080 }, TargetHealth: { State: 'healthy' } },
    ],
  }),
  DescribeCertificate: () => ({ Certificate: { Status: 'ISSUED' } }),
};

/** The image of the backend, whatever its name is. */
function imageOf(account: Account): string {
  const { name = '' } = account.stacks.find(({ parameters }) => 'ImageUri' in parameters) ?? {};
  return findStack(account, name)?.parameters['ImageUri'] ?? '';
}
