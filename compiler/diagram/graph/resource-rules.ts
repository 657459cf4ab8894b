import type { Shape } from './model.ts';

/** How resources of a type are shown. */
export type Rule =
  | {
      readonly show: 'node';
      readonly shape: Shape;
      readonly title: string;
      /** For types of which a stack can have many: those in one place are one node. */
      readonly isTogether?: true;
    }
  | { readonly show: 'group' }
  /** Part of the resource that one of its properties names, the first one that does. */
  | { readonly show: 'in'; readonly properties: readonly string[] }
  /** Part of the first resource that names it. What nobody names stands alone. */
  | { readonly show: 'inUser'; readonly alone?: Look };

/** What a node is drawn with, and its title. */
interface Look {
  readonly shape: Shape;
  readonly title: string;
}

const node = (shape: Shape, title: string): Rule => ({ show: 'node', shape, title });
const together = (shape: Shape, title: string): Rule => ({ show: 'node', shape, title, isTogether: true });
const inside = (...properties: readonly string[]): Rule => ({ show: 'in', properties });
const inUser: Rule = { show: 'inUser' };
const group: Rule = { show: 'group' };

/** A rule for every type that a fragment has. */
export const resourceRules: Readonly<Record<string, Rule>> = {
  'AWS::AppRunner::AutoScalingConfiguration': inUser,
  'AWS::AppRunner::Service': node('compute', 'App Runner service'),
  'AWS::AppRunner::VpcConnector': node('gateway', 'VPC connector'),
  'AWS::AppRunner::VpcIngressConnection': inside('IngressVpcConfiguration'),
  'AWS::ApplicationAutoScaling::ScalableTarget': inside('ResourceId'),
  'AWS::ApplicationAutoScaling::ScalingPolicy': inside('ScalingTargetId'),
  'AWS::Backup::BackupPlan': inside('BackupPlan'),
  'AWS::Backup::BackupSelection': inside('BackupPlanId'),
  'AWS::Backup::BackupVault': node('archive', 'Backup vault'),
  'AWS::CertificateManager::Certificate': inUser,
  'AWS::Chatbot::SlackChannelConfiguration': node('message', 'Slack channel'),
  'AWS::CloudWatch::Alarm': together('alarm', 'Alarm'),
  'AWS::CloudWatch::Dashboard': node('chart', 'Dashboard'),
  'AWS::EC2::EIP': inUser,
  'AWS::EC2::FlowLog': inside('ResourceId'),
  'AWS::EC2::InternetGateway': inUser,
  'AWS::EC2::NatGateway': node('gateway', 'NAT gateway'),
  'AWS::EC2::Route': inside('RouteTableId'),
  'AWS::EC2::RouteTable': inside('VpcId'),
  'AWS::EC2::SecurityGroup': inUser,
  'AWS::EC2::SecurityGroupIngress': inside('GroupId', 'SourceSecurityGroupId'),
  'AWS::EC2::Subnet': group,
  'AWS::EC2::SubnetCidrBlock': inside('SubnetId'),
  'AWS::EC2::SubnetRouteTableAssociation': inside('SubnetId'),
  'AWS::EC2::VPC': group,
  'AWS::EC2::VPCCidrBlock': inside('VpcId'),
  'AWS::EC2::VPCEndpoint': together('gateway', 'VPC endpoint'),
  'AWS::EC2::VPCGatewayAttachment': inside('VpcId'),
  'AWS::ECR::Repository': node('images', 'Image repository'),
  'AWS::ECS::Cluster': inUser,
  'AWS::ECS::Service': node('compute', 'ECS service'),
  'AWS::ECS::TaskDefinition': inUser,
  'AWS::ElasticLoadBalancingV2::Listener': inside('LoadBalancerArn'),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': node('balancer', 'Load balancer'),
  'AWS::ElasticLoadBalancingV2::TargetGroup': inUser,
  'AWS::IAM::Role': inUser,
  'AWS::IAM::RolePolicy': inside('RoleName'),
  'AWS::KMS::Key': node('key', 'Key'),
  'AWS::Lambda::Function': node('function', 'Function'),
  'AWS::Lambda::Permission': inside('FunctionName'),
  // With `enabled: false`, nobody writes to a firewall's log, and it stays.
  'AWS::Logs::LogGroup': { show: 'inUser', alone: { shape: 'log', title: 'Log' } },
  'AWS::RDS::DBCluster': node('cluster', 'Aurora cluster'),
  'AWS::RDS::DBClusterParameterGroup': inUser,
  'AWS::RDS::DBInstance': together('database', 'Aurora instance'),
  'AWS::RDS::DBSubnetGroup': inUser,
  'AWS::Route53::RecordSet': inside('AliasTarget', 'ResourceRecords'),
  'AWS::S3::Bucket': node('bucket', 'Bucket'),
  'AWS::S3::BucketPolicy': inside('Bucket'),
  'AWS::SNS::Topic': node('message', 'Topic'),
  'AWS::SNS::TopicPolicy': inside('Topics'),
  'AWS::SecretsManager::RotationSchedule': inside('SecretId'),
  'AWS::SecretsManager::Secret': node('secret', 'Secret'),
  'AWS::WAFv2::IPSet': inUser,
  'AWS::WAFv2::LoggingConfiguration': inside('ResourceArn'),
  'AWS::WAFv2::WebACL': node('shield', 'Web ACL'),
  'AWS::WAFv2::WebACLAssociation': inside('WebACLArn'),
  'Custom::AppRunnerDomain': inside('ServiceArn'),
  'Custom::MySqlDatabase': inside('ServiceToken'),
};

/** Those that only tie others together: they are no users of what they name. */
export const ties: readonly string[] = [
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::IAM::RolePolicy',
];

/** A type without a rule is a node. */
export function ruleFor(type: string): Rule {
  return resourceRules[type] ?? node('other', type.split('::').at(-1) ?? type);
}
