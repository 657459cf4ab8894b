import { entryOf, itemsAt, textAt, textOf } from './node.ts';
import type { TemplateNode } from './node.ts';

/** How AWS charges for something: for the time in which it exists, used or not, or only for its use. */
export type Charged = 'time' | 'use';

/** One thing that AWS charges for. */
export interface Charge {
  readonly item: string;
  readonly charged: Charged;
  /** What AWS counts. */
  readonly by: string;
}

const charge = (charged: Charged, item: string, by: string): Charge => ({ item, charged, by });

/** Types that AWS charges for, each by its pricing page, read in November 2026. */
export const charges: Readonly<Record<string, Charge>> = {
  // https://aws.amazon.com/apprunner/pricing/
  'AWS::AppRunner::Service': charge('time', 'App Runner service', 'memory, and processor while it is active'),
  // A policy that tracks a target keeps two alarms. https://aws.amazon.com/autoscaling/pricing/
  'AWS::ApplicationAutoScaling::ScalingPolicy': charge('time', 'scaling policy', 'its two alarms, by month'),
  // https://aws.amazon.com/backup/pricing/
  'AWS::Backup::BackupVault': charge('use', 'backup vault', 'gigabytes and month of what it keeps'),
  // https://aws.amazon.com/cloudwatch/pricing/
  'AWS::CloudWatch::Alarm': charge('time', 'alarm', 'month'),
  'AWS::CloudWatch::Dashboard': charge('time', 'dashboard', 'month'),
  'AWS::EC2::FlowLog': charge('use', 'flow log', 'gigabytes written'),
  'AWS::Logs::LogGroup': charge('use', 'log group', 'gigabytes written and kept'),
  // Public IPv4 addresses, NAT gateways. https://aws.amazon.com/vpc/pricing/
  'AWS::EC2::EIP': charge('time', 'public IPv4 address', 'hour'),
  'AWS::EC2::NatGateway': charge('time', 'NAT gateway', 'hour, and gigabytes'),
  // Gateway endpoints are free. https://aws.amazon.com/privatelink/pricing/
  'AWS::EC2::VPCEndpoint': charge('time', 'VPC endpoint', 'hour and zone, and gigabytes'),
  // https://aws.amazon.com/ecr/pricing/
  'AWS::ECR::Repository': charge('use', 'image repository', 'gigabytes and month of images'),
  // https://aws.amazon.com/fargate/pricing/
  'AWS::ECS::Service': charge('time', 'Fargate service', 'processor and memory of running tasks'),
  // https://aws.amazon.com/elasticloadbalancing/pricing/
  'AWS::ElasticLoadBalancingV2::LoadBalancer': charge('time', 'load balancer', 'hour, and traffic'),
  // https://aws.amazon.com/kms/pricing/
  'AWS::KMS::Key': charge('time', 'KMS key', 'month, rotation, and request'),
  // https://aws.amazon.com/lambda/pricing/
  'AWS::Lambda::Function': charge('use', 'Lambda function', 'call and time'),
  // https://aws.amazon.com/rds/aurora/pricing/
  'AWS::RDS::DBCluster': charge('use', 'database cluster', 'storage, its requests, and backups'),
  'AWS::RDS::DBInstance': charge('time', 'database instance', 'capacity units and hour'),
  // https://aws.amazon.com/s3/pricing/
  'AWS::S3::Bucket': charge('use', 'S3 bucket', 'gigabytes and month, and request'),
  // https://aws.amazon.com/secrets-manager/pricing/
  'AWS::SecretsManager::Secret': charge('time', 'secret', 'month, and request'),
  // https://aws.amazon.com/sns/pricing/
  'AWS::SNS::Topic': charge('use', 'SNS topic', 'message'),
  // https://aws.amazon.com/waf/pricing/
  'AWS::WAFv2::WebACL': charge('time', 'web ACL', 'month, and request'),
};

/**
 * Types that cost nothing themselves, by the same pages: what they lead to is charged where it is made. Queries of a record
 * are charged with its hosted zone. https://aws.amazon.com/route53/pricing/
 */
export const free: readonly string[] = [
  'AWS::AppRunner::AutoScalingConfiguration',
  'AWS::AppRunner::VpcConnector',
  'AWS::AppRunner::VpcIngressConnection',
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::Backup::BackupPlan',
  'AWS::Backup::BackupSelection',
  'AWS::CertificateManager::Certificate',
  'AWS::Chatbot::SlackChannelConfiguration',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetCidrBlock',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::ECS::Cluster',
  'AWS::ECS::TaskDefinition',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::OIDCProvider',
  'AWS::IAM::Role',
  'AWS::IAM::RolePolicy',
  'AWS::Lambda::Permission',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::RDS::DBSubnetGroup',
  'AWS::Route53::RecordSet',
  'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::RotationSchedule',
  'AWS::SNS::TopicPolicy',
  'AWS::WAFv2::IPSet',
  'AWS::WAFv2::LoggingConfiguration',
  'AWS::WAFv2::WebACLAssociation',
  'Custom::AppRunnerDomain',
  'Custom::MySqlDatabase',
];

/** A snapshot that outlives its cluster. https://aws.amazon.com/rds/aurora/pricing/ */
export const snapshot = charge('use', 'snapshot', 'gigabytes and month');

const rule = charge('time', 'firewall rule', 'month');

/** Bot Control's fee. https://aws.amazon.com/waf/pricing/ */
const botControl = charge('time', 'rule group of Bot Control', 'month, and request');

const containerInsights = charge('time', 'ECS cluster with Container Insights', 'metric and month');

/** More than seven days of history; the first seven are free. https://aws.amazon.com/rds/performance-insights/pricing/ */
const longInsights = charge(
  'time',
  'instance with a long history in Performance Insights (free in the advanced mode)',
  'capacity units',
);

/** How many days of history cost nothing. */
export const freeInsightsDays = 7;

const advancedInsights = charge('time', 'cluster with advanced Database Insights', 'capacity units');

/** What settings of a type add to its own price. */
const extras: Readonly<Record<string, (properties: TemplateNode | undefined) => readonly Charge[]>> = {
  'AWS::ECS::Cluster': (properties) =>
    modeOfContainerInsights(properties) === undefined ? [] : [containerInsights],
  'AWS::RDS::DBCluster': (properties) => [
    // RDS keeps the password in a secret of its own, which costs what any secret does.
    ...(textAt(properties, 'ManageMasterUserPassword') === 'true' ? secrets : []),
    ...(textAt(properties, 'DatabaseInsightsMode') === 'advanced' ? [advancedInsights] : []),
  ],
  'AWS::RDS::DBInstance': (properties) =>
    Number(textAt(properties, 'PerformanceInsightsRetentionPeriod') ?? 0) > freeInsightsDays
      ? [longInsights]
      : [],
  'AWS::WAFv2::WebACL': (properties) => itemsAt(properties, 'Rules').flatMap(chargesOfRule),
};

const secrets = [charges['AWS::SecretsManager::Secret']].filter((each) => each !== undefined);

function chargesOfRule(node: TemplateNode): readonly Charge[] {
  return textAt(managedGroupOf(node), 'Name') === botControlGroup ? [rule, botControl] : [rule];
}

/** AWS's rule group that costs a fee of its own. */
export const botControlGroup = 'AWSManagedRulesBotControlRuleSet';

/** The group of AWS's rules that a rule of a web ACL applies. */
export function managedGroupOf(node: TemplateNode): TemplateNode | undefined {
  return entryOf(entryOf(node, 'Statement'), 'ManagedRuleGroupStatement');
}

/** `enabled` or `enhanced`; `undefined` for a cluster without Container Insights. */
export function modeOfContainerInsights(properties: TemplateNode | undefined): string | undefined {
  const setting = itemsAt(properties, 'ClusterSettings').find(
    (each) => textAt(each, 'Name') === 'containerInsights',
  );
  const mode = textAt(setting, 'Value');
  return mode === 'disabled' ? undefined : mode;
}

/** The types of which something costs, by itself or with some settings. */
export const chargedTypes: readonly string[] = [
  ...new Set([...Object.keys(charges), ...Object.keys(extras)]),
];

/** Everything that AWS charges for in a resource, once for each. The template may be missing. */
export function chargesOf(type: string, resource: TemplateNode | undefined): readonly Charge[] {
  const properties = entryOf(resource, 'Properties');
  const isFree =
    type === 'AWS::EC2::VPCEndpoint' && textOf(entryOf(properties, 'VpcEndpointType')) !== 'Interface';
  const own = Object.hasOwn(charges, type) && !isFree ? charges[type] : undefined;
  const extra = Object.hasOwn(extras, type) ? extras[type]?.(properties) : undefined;
  return [...(own ? [own] : []), ...(extra ?? [])];
}
