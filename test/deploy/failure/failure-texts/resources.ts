import { fargate, handler } from './failure-text.ts';
import type { FailureText } from './failure-text.ts';

/** Failures of the resources that every runtime has. */
export const resourceTexts: readonly FailureText[] = [
  // hashicorp/terraform-provider-awscc#1011
  {
    logicalId: 'SlackChannel',
    spec: fargate,
    text: handler(
      'Invalid request provided: Slack channel with ID C07EZ1ABC23 in Slack team T07EA123LEP has already been configured for AWS account 123456789012. (Service: AWSChatbot; Status Code: 400; Error Code: InvalidRequestException; Request ID: 1; Proxy: null)',
    ),
    hint: /topicArn with the ARN of a topic/,
    at: 'options.alarms.slack.channelId',
  },
  {
    logicalId: 'SlackChannel',
    spec: fargate,
    text: handler(
      'Invalid request provided: AWS Chatbot is not authorized to access the Slack workspace T07EA123LEP (Service: AWSChatbot; Status Code: 400; Request ID: 1; Proxy: null)',
    ),
    hint: /^Authorize the Slack workspace/,
    at: 'options.alarms.slack.workspaceId',
    isGuess: true,
  },
  {
    logicalId: 'SlackChannel',
    spec: fargate,
    text: handler(
      'Invalid request provided: The SNS topic arn:aws:sns:eu-west-1:123456789012:PlatformShared-Alarms does not exist (Service: AWSChatbot; Status Code: 400; Request ID: 1; Proxy: null)',
    ),
    hint: /^Deploy the shared stack too/,
    at: 'options.alarms.slack',
    isGuess: true,
  },
  {
    logicalId: 'AlarmTopic',
    spec: fargate,
    text: handler('Invalid parameter: Email address (Service: Sns, Status Code: 400, Request ID: 1)'),
    hint: /^Check the addresses under options\.alarms\.notify/,
    at: 'options.alarms.notify',
  },
  {
    logicalId: 'DatabaseIngress',
    spec: 'fargate-existing-database',
    text: handler(
      'You have specified two resources that belong to different networks. (Service: Ec2, Status Code: 400, Request ID: 1)',
      'NotFound',
    ),
    hint: /^Check backend\.database\.existing\.securityGroupId/,
    at: 'backend.database.existing.securityGroupId',
  },
  {
    logicalId: 'DatabaseIngress',
    spec: 'fargate-existing-database',
    text: handler(
      "The security group 'sg-0123456789abcdef0' does not exist (Service: Ec2, Status Code: 400, Request ID: 1)",
      'NotFound',
    ),
    hint: /^Check backend\.database\.existing\.securityGroupId/,
    at: 'backend.database.existing.securityGroupId',
  },
  // aws/aws-rfdk#621
  {
    logicalId: 'LoadBalancer',
    spec: fargate,
    text: 'Not enough IP space available in subnet-08885c5805228af7a. ELB requires at least 8 free IP addresses in each subnet. (Service: AmazonElasticLoadBalancing; Status Code: 400; Error Code: InvalidSubnet)',
    hint: /larger shared\.subnetCidrs/,
    at: 'shared.subnetCidrs',
  },
  {
    logicalId: 'InstanceRole',
    text: handler(
      'Scope ARN: arn:aws:iam::123456789012:policy/b does not exist or is not attachable.',
      'NotFound',
    ),
    hint: /exists in this account/,
  },
  // pgarbe/cdk-ecr-sync#715
  {
    logicalId: 'DatabaseFunction',
    type: 'AWS::Lambda::Function',
    text: handler(
      'The runtime parameter of nodejs24.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.',
    ),
    hint: /^Install a newer archc/,
    at: 'archc',
  },
  {
    logicalId: 'DatabaseFunction',
    type: 'AWS::Lambda::Function',
    text: handler('The role defined for the function cannot be assumed by Lambda.'),
    hint: /^Deploy again: the function's new role/,
  },
  {
    logicalId: 'Database',
    text: 'Received response status [FAILED] from custom resource. Message returned: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/todo-backend-DatabaseFunctionRole-1/x is not authorized to perform: rds-data:ExecuteStatement',
    hint: /function's new role/,
    isGuess: true,
  },
  {
    logicalId: 'Database',
    text: 'User: arn:aws:sts::123456789012:assumed-role/deploy/me is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:x (AccessDenied)',
    hint: /"archc policy"/,
  },
  {
    logicalId: 'Database',
    text: 'CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [1].',
    hint: /it did not finish in time/,
  },
  {
    logicalId: 'Database',
    text: 'Received response status [FAILED] from custom resource. Message returned: Something else',
    hint: /this is its answer/,
  },
  {
    logicalId: 'Database',
    text: 'Received response status [FAILED] from custom resource. Message returned: MySQL user "todo" belongs to someone else',
    hint: /^Choose another backend\.database\.user/,
    at: 'backend.database.user',
  },
  {
    logicalId: 'Database',
    text: 'Received response status [FAILED] from custom resource. Message returned: MySQL database "todo_pr_1" exists, and this preview did not make it',
    hint: /^Choose another --preview/,
    at: 'backend.database.name',
  },
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html
  {
    logicalId: 'BackupVault',
    text: handler('Backup vault with the same name already exists', 'AlreadyExists'),
    hint: /^Write another "vaultName"/,
  },
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html
  {
    logicalId: 'DatabaseCluster',
    text: handler('Cannot delete protected Cluster, please disable deletion protection and try again.'),
    hint: /archc destroy --unprotect/,
    at: 'shared.database.deletionProtection',
  },
  {
    logicalId: 'DatabaseCluster',
    text: handler(
      'The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides / @ " and space may be used.',
    ),
    hint: /another password/,
    at: 'shared.database',
  },
  {
    logicalId: 'DatabaseCluster',
    text: handler('Cannot find version 8.0.mysql_aurora.3.99.0 for aurora-mysql'),
    hint: /describe-db-engine-versions/,
    at: 'shared.database.engineVersion',
  },
  {
    logicalId: 'DatabaseCluster',
    text: handler(
      'Database cluster todo is not in available status (Error Code: InvalidDBClusterStateFault)',
    ),
    hint: /when the database is available/,
    at: 'shared.database',
  },
  {
    logicalId: 'DatabaseCluster',
    text: handler(
      'The specified KMS key does not exist or is not enabled (Error Code: KMSKeyNotAccessibleFault)',
    ),
    hint: /who manages the key/,
    isGuess: true,
  },
  {
    logicalId: 'DatabaseWriter',
    type: 'AWS::RDS::DBInstance',
    text: handler('Insufficient capacity (Error Code: InsufficientDBInstanceCapacity)'),
    hint: /no room for the instance/,
    at: 'shared.availabilityZones',
  },
  {
    logicalId: 'DatabaseWriter',
    type: 'AWS::RDS::DBInstance',
    text: handler(
      'RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.serverless, Engine=aurora-mysql, EngineVersion=8.0.mysql_aurora.3.10.3',
    ),
    hint: /describe-orderable-db-instance-options/,
    at: 'shared.database.engineVersion',
  },
  {
    logicalId: 'Subnet1',
    text: "The CIDR '10.0.4.0/22' conflicts with another subnet (Service: Ec2, Status Code: 400)",
    hint: /create another shared stack/,
    at: 'shared.availabilityZones',
  },
  {
    logicalId: 'DatabaseSubnetGroup',
    text: 'Some of the subnets to be deleted are currently in use: subnet-1.',
    hint: /create another shared stack/,
    at: 'shared.subnetCidrs',
  },
  {
    logicalId: 'Subnet1',
    text: 'Value (ca-central-1c) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ca-central-1a.',
    hint: /describe-availability-zones/,
    at: 'shared.availabilityZones',
  },
  // aws/aws-cdk#4912
  {
    logicalId: 'EcrApiEndpoint',
    spec: 'fargate-endpoints',
    text: handler(
      'The VPC endpoint service com.amazonaws.us-east-1.ecr.api does not support the availability zone of the subnet: subnet-1. (Service: Ec2, Status Code: 400)',
    ),
    hint: /^Use NAT instead/,
    at: 'shared.availabilityZones',
  },
  {
    logicalId: 'NatGateway2',
    spec: 'fargate-nat-per-zone',
    text: handler('Nat Gateway is not available in this availability zone (Service: Ec2, Status Code: 400)'),
    hint: /or write "nat: one"/,
    at: 'shared.availabilityZones',
  },
  {
    logicalId: 'Subnet1Ipv6CidrBlock',
    type: 'AWS::EC2::SubnetCidrBlock',
    text: 'Template error: Fn::Select cannot select nonexistent value at index 0',
    hint: /^Deploy again: CloudFormation did not see/,
    at: 'shared',
  },
  {
    logicalId: 'Vpc',
    text: "The vpc 'vpc-1' has dependencies and cannot be deleted. (Error Code: DependencyViolation)",
    hint: /describe-network-interfaces/,
    at: 'shared',
  },
  {
    logicalId: 'WebAclAssociation',
    text: handler(
      'AWS WAF couldn’t retrieve the resource that you requested. Retry your request. (Error Code: WAFUnavailableEntityException)',
    ),
    hint: /did not see yet/,
  },
  {
    logicalId: 'WebAcl',
    text: handler(
      'AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource. (Error Code: WAFAssociatedItemException)',
    ),
    hint: /list-resources-for-web-acl/,
  },
  {
    logicalId: 'todo-backend',
    type: '',
    text: 'No export named todo-shared-ClusterArn found. Rollback requested by user.',
    hint: /^Deploy the shared stack first/,
  },
  {
    logicalId: 'todo-shared',
    type: '',
    text: 'Export todo-shared-VpcId cannot be updated as it is in use by todo-backend',
    hint: /"archc destroy SPEC --stack backend"/,
  },
  {
    logicalId: 'todo-shared',
    type: '',
    text: 'Export with name todo-shared-VpcId is already exported by stack old-shared. Rollback requested by user.',
    hint: /under stackNames/,
  },
  {
    logicalId: 'Repository',
    text: handler("The repository with name 'todo' already exists in the registry", 'AlreadyExists'),
    hint: /^Delete what already has this name/,
  },
];
