interface TypeWords {
  /** What it is, in two or three words. */
  readonly name: string;
  /** What it does, for people who have not met it. */
  readonly does: string;
}

const type = (name: string, does: string): TypeWords => ({ name, does });

/** Every type of resource that archc's templates have. */
export const typeWords: Readonly<Record<string, TypeWords>> = {
  'AWS::AppRunner::AutoScalingConfiguration': type(
    'scaling',
    'Says between how many instances the service scales.',
  ),
  'AWS::AppRunner::Service': type(
    'App Runner service',
    'Runs the container, balances requests between its instances, and scales them.',
  ),
  'AWS::AppRunner::VpcConnector': type('VPC connector', 'Leads what the service sends into the VPC.'),
  'AWS::AppRunner::VpcIngressConnection': type(
    'private entrance',
    'Lets clients in the VPC reach the service, and no others.',
  ),
  'AWS::ApplicationAutoScaling::ScalableTarget': type(
    'scaling',
    'Says between how many tasks the service scales.',
  ),
  'AWS::ApplicationAutoScaling::ScalingPolicy': type(
    'scaling policy',
    'Adds tasks when the load rises, and takes them away again.',
  ),
  'AWS::Backup::BackupPlan': type(
    'backup plan',
    'Says when snapshots are taken, how long they are kept, and where copies go.',
  ),
  'AWS::Backup::BackupSelection': type('backup selection', 'Says what the plan backs up.'),
  'AWS::Backup::BackupVault': type('backup vault', 'Keeps the snapshots of the backup plan.'),
  'AWS::CertificateManager::Certificate': type(
    'certificate',
    'Proves to clients that the domain is the one they asked for; AWS renews it.',
  ),
  'AWS::Chatbot::SlackChannelConfiguration': type('Slack channel', 'Writes alarms into a channel of Slack.'),
  'AWS::CloudWatch::Alarm': type('alarm', 'Watches a metric, and reports when it is not well.'),
  'AWS::CloudWatch::Dashboard': type('dashboard', 'Shows the metrics on one page in the console.'),
  'AWS::EC2::EIP': type('public address', 'A fixed public IPv4 address.'),
  'AWS::EC2::FlowLog': type('flow log', 'Logs who connected to whom in the VPC.'),
  'AWS::EC2::InternetGateway': type('internet gateway', 'Connects the VPC with the internet.'),
  'AWS::EC2::NatGateway': type(
    'NAT gateway',
    'Lets private subnets reach the internet, and nobody reach them.',
  ),
  'AWS::EC2::Route': type('route', 'Says where traffic to some addresses goes.'),
  'AWS::EC2::RouteTable': type('route table', 'Has the routes of its subnets.'),
  'AWS::EC2::SecurityGroup': type(
    'security group',
    'Says who may connect to its members, and to what they may connect.',
  ),
  'AWS::EC2::SecurityGroupIngress': type('ingress rule', 'Lets one more source connect to a security group.'),
  'AWS::EC2::Subnet': type('subnet', 'A range of addresses in one zone.'),
  'AWS::EC2::SubnetCidrBlock': type('IPv6 range of a subnet', 'Gives a subnet IPv6 addresses.'),
  'AWS::EC2::SubnetRouteTableAssociation': type('choice of routes', 'Gives a subnet its route table.'),
  'AWS::EC2::VPC': type('VPC', 'The network of its own in which everything else is.'),
  'AWS::EC2::VPCCidrBlock': type('IPv6 range of the VPC', 'Gives the VPC IPv6 addresses.'),
  'AWS::EC2::VPCEndpoint': type('VPC endpoint', 'Reaches a service of AWS without the internet.'),
  'AWS::EC2::VPCGatewayAttachment': type('attachment', 'Puts the internet gateway at the VPC.'),
  'AWS::ECR::Repository': type('image repository', 'Keeps the container images.'),
  'AWS::ECS::Cluster': type('ECS cluster', 'Has the service and its tasks.'),
  'AWS::ECS::Service': type(
    'Fargate service',
    'Keeps the wanted number of tasks running, and replaces them in a deployment.',
  ),
  'AWS::ECS::TaskDefinition': type(
    'task definition',
    'Says what runs in a task: image, size, variables, secrets.',
  ),
  'AWS::ElasticLoadBalancingV2::Listener': type(
    'listener',
    'Takes requests at one port of the load balancer.',
  ),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': type(
    'load balancer',
    'Takes requests, and distributes them to healthy tasks.',
  ),
  'AWS::ElasticLoadBalancingV2::TargetGroup': type(
    'target group',
    'Has the tasks, and asks each whether it is healthy.',
  ),
  'AWS::IAM::ManagedPolicy': type('policy', 'Permissions that roles can have.'),
  'AWS::IAM::OIDCProvider': type('identity provider', 'Lets pipelines sign in without keys.'),
  'AWS::IAM::Role': type('role', 'Says what a service of AWS, or the container, may do.'),
  'AWS::IAM::RolePolicy': type('policy of a role', 'Adds permissions to a role.'),
  'AWS::KMS::Key': type('KMS key', 'Encrypts data; AWS renews it every year.'),
  'AWS::Lambda::Function': type('function', 'Runs code for CloudFormation, and for nobody else.'),
  'AWS::Lambda::Permission': type('permission', 'Says who may call a function.'),
  'AWS::Logs::LogGroup': type('log group', 'Keeps log lines for a number of days.'),
  'AWS::RDS::DBCluster': type('Aurora cluster', 'Keeps the data, in three zones, with continuous backups.'),
  'AWS::RDS::DBClusterParameterGroup': type('database parameters', 'Settings of MySQL.'),
  'AWS::RDS::DBInstance': type(
    'database instance',
    'Answers SQL: the writer, or a reader that is promoted when the writer fails.',
  ),
  'AWS::RDS::DBSubnetGroup': type('database subnets', 'Says in which subnets the database is.'),
  'AWS::Route53::RecordSet': type(
    'DNS record',
    'Leads the domain to the service, or proves that it is yours.',
  ),
  'AWS::S3::Bucket': type('bucket', 'Keeps files: the access log.'),
  'AWS::S3::BucketPolicy': type('bucket policy', 'Says who may write into the bucket.'),
  'AWS::SNS::Topic': type('topic', 'Sends each alarm to all who want it.'),
  'AWS::SNS::TopicPolicy': type('topic policy', 'Says who may send to the topic.'),
  'AWS::SecretsManager::RotationSchedule': type('rotation', 'Replaces a password regularly.'),
  'AWS::SecretsManager::Secret': type('secret', 'A password that nobody has to see.'),
  'AWS::WAFv2::IPSet': type('address list', 'Addresses that a rule of the firewall names.'),
  'AWS::WAFv2::LoggingConfiguration': type(
    'firewall log',
    'Says where the firewall logs requests, and what it leaves out.',
  ),
  'AWS::WAFv2::WebACL': type('web firewall', 'Judges each request before the container gets it.'),
  'AWS::WAFv2::WebACLAssociation': type('firewall in place', 'Puts the web firewall before the service.'),
  'Custom::AppRunnerDomain': type(
    'custom domain',
    'Gives the App Runner service its own domain, through a function.',
  ),
  'Custom::MySqlDatabase': type(
    'MySQL database and user',
    'The database and its user inside the cluster, made through a function.',
  ),
};

/** AWS's own word for a type that the table lacks. */
export function nameOfType(type: string): string {
  return Object.hasOwn(typeWords, type) ? (typeWords[type]?.name ?? type) : type;
}
