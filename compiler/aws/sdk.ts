import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import {
  AppRunnerClient,
  DescribeCustomDomainsCommand,
  DescribeServiceCommand,
  ListOperationsCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-apprunner';
import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListImportsCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { GetHostedZoneCommand, ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createAggregatedClient } from '@smithy/core/client';

// The parts of the AWS SDK that archc uses; no other file imports it. The build bundles them into a file of its own, which
// only commands that talk to AWS load.
export { defaultProvider } from '@aws-sdk/credential-provider-node';
export { loadConfig, loadSharedConfigFiles } from '@smithy/core/config';
export { NODE_MAX_ATTEMPT_CONFIG_OPTIONS, NODE_RETRY_MODE_CONFIG_OPTIONS } from '@smithy/core/retry';
export { NodeHttpHandler } from '@smithy/node-http-handler';

export const CloudFormation = clientWith(CloudFormationClient, {
  CancelUpdateStackCommand,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListImportsCommand,
  UpdateTerminationProtectionCommand,
});
export type CloudFormation = InstanceType<typeof CloudFormation>;

export const CloudWatchLogs = clientWith(CloudWatchLogsClient, {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
});
export type CloudWatchLogs = InstanceType<typeof CloudWatchLogs>;

export const ECR = clientWith(ECRClient, { DescribeImagesCommand });
export type ECR = InstanceType<typeof ECR>;

export const STS = clientWith(STSClient, { GetCallerIdentityCommand });

/** The services that modules call by name. */
export const services: Readonly<Record<string, new (config: object) => object>> = {
  acm: clientWith(ACMClient, { DescribeCertificateCommand }),
  apprunner: clientWith(AppRunnerClient, {
    DescribeCustomDomainsCommand,
    DescribeServiceCommand,
    ListOperationsCommand,
    StartDeploymentCommand,
  }),
  ecs: clientWith(ECSClient, {
    DescribeServicesCommand,
    DescribeTaskDefinitionCommand,
    DescribeTasksCommand,
    ListTasksCommand,
    UpdateServiceCommand,
  }),
  elbv2: clientWith(ElasticLoadBalancingV2Client, { DescribeTargetHealthCommand }),
  logs: CloudWatchLogs,
  rds: clientWith(RDSClient, {
    DescribeDBClustersCommand,
    DescribeDBInstancesCommand,
    ModifyDBClusterCommand,
  }),
  route53: clientWith(Route53Client, { GetHostedZoneCommand, ListResourceRecordSetsCommand }),
};

type AnyClient = Parameters<typeof createAggregatedClient>[1];
type AnyCommand = new (input: never) => {
  resolveMiddleware(...parts: never[]): (input: never) => Promise<{ readonly output: unknown }>;
};

/**
 * The class of a client with a method for each of these commands (`describeStacks` for DescribeStacksCommand). The SDK's
 * own classes of this kind have a method for every command of the service, which would make the bundle twice as large.
 */
function clientWith<Commands extends Readonly<Record<string, AnyCommand>>>(
  Client: AnyClient,
  commands: Commands,
) {
  createAggregatedClient(commands, Client);
  return Client as unknown as new (config: object) => Methods<Commands>;
}

type Methods<Commands extends Readonly<Record<string, AnyCommand>>> = {
  readonly [Name in keyof Commands as Name extends `${infer Call}Command` ? Uncapitalize<Call> : never]: (
    ...input: ConstructorParameters<Commands[Name]>
  ) => Promise<Output<Commands[Name]>>;
};

type Output<Command extends AnyCommand> = Awaited<
  ReturnType<ReturnType<InstanceType<Command>['resolveMiddleware']>>
>['output'];
