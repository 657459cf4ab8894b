/** A part of what is deployed, as people think of it. */
export interface Area {
  /** Kebab-case; a value of the JSON formats. */
  readonly id: string;
  /** What its types are called, by the type. Those that say most about it come first. */
  readonly nouns: Readonly<Record<string, string>>;
}

/** Every type of the templates, in one area each. */
export const areas: readonly Area[] = [
  {
    id: 'network',
    nouns: {
      'AWS::EC2::VPC': 'VPC',
      'AWS::EC2::Subnet': 'subnet',
      'AWS::EC2::NatGateway': 'NAT gateway',
      'AWS::EC2::VPCEndpoint': 'VPC endpoint',
      'AWS::AppRunner::VpcConnector': 'VPC connector',
      'AWS::AppRunner::VpcIngressConnection': 'VPC ingress connection',
      'AWS::EC2::SecurityGroup': 'security group',
      'AWS::EC2::SecurityGroupIngress': 'rule of a security group',
      'AWS::EC2::InternetGateway': 'internet gateway',
      'AWS::EC2::EIP': 'public IPv4 address',
      'AWS::EC2::RouteTable': 'route table',
      'AWS::EC2::Route': 'route',
      'AWS::EC2::VPCCidrBlock': 'IPv6 range of the VPC',
      'AWS::EC2::SubnetCidrBlock': 'IPv6 range of a subnet',
      'AWS::EC2::SubnetRouteTableAssociation': 'association of a route table',
      'AWS::EC2::VPCGatewayAttachment': 'attachment of the gateway',
    },
  },
  {
    id: 'database',
    nouns: {
      'AWS::RDS::DBCluster': 'cluster',
      'AWS::RDS::DBInstance': 'instance',
      'Custom::MySqlDatabase': 'database with its user',
      'AWS::RDS::DBClusterParameterGroup': 'parameter group',
      'AWS::RDS::DBSubnetGroup': 'subnet group',
    },
  },
  { id: 'images', nouns: { 'AWS::ECR::Repository': 'image repository' } },
  {
    id: 'service',
    nouns: {
      'AWS::AppRunner::Service': 'App Runner service',
      'AWS::ECS::Service': 'Fargate service',
      'AWS::ECS::Cluster': 'ECS cluster',
      'AWS::ECS::TaskDefinition': 'task definition',
      'AWS::AppRunner::AutoScalingConfiguration': 'scaling configuration',
      'AWS::ApplicationAutoScaling::ScalingPolicy': 'scaling policy',
      'AWS::ApplicationAutoScaling::ScalableTarget': 'scalable target',
    },
  },
  {
    id: 'load-balancer',
    nouns: {
      'AWS::ElasticLoadBalancingV2::LoadBalancer': 'load balancer',
      'AWS::ElasticLoadBalancingV2::Listener': 'listener',
      'AWS::ElasticLoadBalancingV2::TargetGroup': 'target group',
    },
  },
  {
    id: 'firewall',
    nouns: {
      'AWS::WAFv2::WebACL': 'web ACL',
      'AWS::WAFv2::IPSet': 'IP set',
      'AWS::WAFv2::LoggingConfiguration': 'logging configuration',
      'AWS::WAFv2::WebACLAssociation': 'association of the web ACL',
    },
  },
  {
    id: 'domain',
    nouns: {
      'Custom::AppRunnerDomain': 'domain name',
      'AWS::CertificateManager::Certificate': 'certificate',
      'AWS::Route53::RecordSet': 'DNS record',
    },
  },
  {
    id: 'rights',
    nouns: {
      'AWS::IAM::Role': 'role',
      'AWS::IAM::RolePolicy': 'policy of a role',
      'AWS::Lambda::Permission': 'permission to call a function',
    },
  },
  { id: 'functions', nouns: { 'AWS::Lambda::Function': 'Lambda function' } },
  {
    id: 'secrets',
    nouns: {
      'AWS::SecretsManager::Secret': 'secret',
      'AWS::SecretsManager::RotationSchedule': 'rotation schedule',
    },
  },
  { id: 'keys', nouns: { 'AWS::KMS::Key': 'KMS key' } },
  {
    id: 'logs',
    nouns: {
      'AWS::Logs::LogGroup': 'log group',
      'AWS::EC2::FlowLog': 'flow log',
      'AWS::S3::Bucket': 'S3 bucket',
      'AWS::S3::BucketPolicy': 'bucket policy',
    },
  },
  {
    id: 'monitoring',
    nouns: {
      'AWS::CloudWatch::Alarm': 'alarm',
      'AWS::CloudWatch::Dashboard': 'dashboard',
      'AWS::SNS::Topic': 'SNS topic',
      'AWS::SNS::TopicPolicy': 'topic policy',
      'AWS::Chatbot::SlackChannelConfiguration': 'Slack channel',
    },
  },
  {
    id: 'backups',
    nouns: {
      'AWS::Backup::BackupPlan': 'backup plan',
      'AWS::Backup::BackupVault': 'backup vault',
      'AWS::Backup::BackupSelection': 'backup selection',
    },
  },
];

/** The area of a type; `undefined` for one that no template has. */
export function areaOf(type: string): Area | undefined {
  return areas.find(({ nouns }) => Object.hasOwn(nouns, type));
}
