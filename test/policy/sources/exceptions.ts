/** Actions that a source lists, and that a policy leaves out. A `*` stands for any text. */
export interface Exception {
  readonly actions: readonly string[];
  readonly reason: string;
  /** Only for specs whose templates don't have this type of resource, or this property. */
  readonly without?: string;
}

export const exceptions: readonly Exception[] = [
  {
    reason: 'A web ACL is associated with a load balancer or a service of App Runner, and nothing else.',
    actions: [
      'amplify:*',
      'apigateway:*',
      'appsync:*',
      'bedrock-agentcore:*',
      'cognito-idp:*',
      'ec2:*VerifiedAccess*',
    ],
  },
  {
    reason: 'The runtime has no service of App Runner.',
    actions: ['apprunner:*'],
    without: 'AWS::AppRunner::Service',
  },
  {
    reason: 'The runtime has no load balancer.',
    actions: ['elasticloadbalancing:*'],
    without: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  },
  {
    reason: 'The number of Aurora replicas is fixed, and nothing else is scaled.',
    actions: ['application-autoscaling:*', 'cloudwatch:*Alarm*'],
    without: 'AWS::ApplicationAutoScaling::ScalableTarget',
  },
  {
    reason: 'The web ACL writes no log.',
    actions: ['logs:*LogDelivery'],
    without: 'AWS::WAFv2::LoggingConfiguration',
  },
  {
    reason: 'No role has a managed policy.',
    actions: ['iam:AttachRolePolicy'],
    without: 'ManagedPolicyArns',
  },
  {
    reason: 'No role gets a permissions boundary.',
    actions: ['iam:PutRolePermissionsBoundary'],
    without: 'PermissionsBoundary',
  },
  {
    reason:
      'Roles keep their permissions boundary. Only the policy of a spec without one lets it be taken away.',
    actions: ['iam:DeleteRolePermissionsBoundary'],
  },
  {
    reason: 'They share rule groups with other accounts, and no template has a rule group.',
    actions: ['wafv2:GetPermissionPolicy', 'wafv2:PutPermissionPolicy'],
  },
  {
    reason:
      "AWS's own keys allow their use to everyone in the account who uses the service; own keys are no setting.",
    actions: ['kms:*', 'logs:AssociateKmsKey', 'logs:DisassociateKmsKey'],
  },
  {
    reason: 'Logs go to log groups, code stands in the template, and nothing goes to S3 or Firehose.',
    actions: ['s3:*', 'firehose:*', 'iam:DescribeOrganization'],
  },
  {
    reason: 'The vault has no policy, sends no notifications, and no template removes any.',
    actions: ['backup:*BackupVaultAccessPolicy', 'backup:*BackupVaultNotifications'],
  },
  { reason: 'No action of that name exists.', actions: ['backup-storage:Mount'] },
  { reason: 'Certificates are public ones.', actions: ['acm-pca:*'] },
  {
    reason: 'The cluster is made from no snapshot.',
    actions: ['rds:RestoreDBClusterFromSnapshot'],
    without: 'SnapshotIdentifier',
  },
  {
    reason: 'The cluster is made from no other cluster.',
    actions: ['rds:RestoreDBClusterToPointInTime'],
    without: 'SourceDBClusterIdentifier',
  },
  {
    reason:
      'Nothing is replicated, and no instance is restored. Only the cluster has snapshots, roles and a password.',
    actions: [
      'rds:*AutomatedBackupsReplication',
      'rds:*ReadReplica*',
      'rds:AddRoleTo*',
      'rds:CreateDBSnapshot',
      'rds:RemoveFromGlobalCluster',
      'rds:RemoveRoleFrom*',
      'rds:RestoreDBInstance*',
      'rds:*TenantDatabase',
      'secretsmanager:RemoveRegionsFromReplication',
      'secretsmanager:ReplicateSecretToRegions',
      'secretsmanager:RotateSecret',
    ],
  },
  {
    reason: 'They belong to properties that no template has.',
    actions: [
      'application-autoscaling:*ScheduledAction',
      'cloudwatch:GetMetricData',
      'ec2:*NatGatewayAddress',
      'ec2:AcceptAddressTransfer',
      'ec2:AllocateIpamPoolCidr',
      'ec2:AssociateAddress',
      'ec2:AttachVpnGateway',
      'ec2:CreateVpcEncryptionControl',
      'ec2:DetachVpnGateway',
      'ec2:ModifyVpcTenancy',
      'ecr:*RepositoryPolicy',
      'ecs:PutAccountSetting*',
      'ecs:PutClusterCapacityProviders',
      'ecs:UpdateClusterSettings',
      'elasticfilesystem:*',
      'elasticloadbalancing:ModifyCapacityReservation',
      'elasticloadbalancing:ModifyIpPools',
      'lambda:*CodeSigningConfig',
      'lambda:*FunctionConcurrency',
      'lambda:*ProvisionedConcurrencyConfig',
      'lambda:GetLayerVersion',
      'lambda:PassCapacityProvider',
      'lambda:PublishVersion',
      'lambda:PutFunctionRecursionConfig',
      'lambda:PutFunctionScalingConfig',
      'lambda:PutRuntimeManagementConfig',
      'logs:*DataProtectionPolicy',
      'logs:*IndexPolicy',
      'logs:PutBearerTokenAuthentication',
      'logs:PutLogGroupDeletionProtection',
      's3files:*',
      'vpc-lattice:*',
      'vpce:AllowMultiRegion',
    ],
  },
  {
    reason: 'The functions run outside the VPC.',
    actions: [
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
  },
  {
    reason: 'ECS registers the tasks, with the role that it makes for itself.',
    actions: ['elasticloadbalancing:*registerTargets'],
  },
  {
    reason: 'App Runner has them in the role that it makes for itself (AppRunnerServiceRolePolicy).',
    actions: ['events:*', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  },
  {
    reason: "App Runner's tags are set once, when the resource is created: a change replaces it.",
    actions: ['apprunner:UntagResource'],
  },
  { reason: 'Only a call without the name of a stack needs it.', actions: ['cloudformation:ListStacks'] },
  {
    reason: 'They are for the pages of the console, and for what its administrators do by hand.',
    actions: [
      'apprunner:List*',
      'arc-zonal-shift:*',
      'cloudformation:ListStackResources',
      'cloudtrail:*',
      'cloudwatch:GetMetricStatistics',
      'cloudwatch:ListMetrics',
      'devops-guru:*',
      'ec2:GetCoipPoolUsage',
      'iam:*ServiceLinkedRole*',
      'iam:GetPolicy*',
      'iam:ListRoles',
      'logs:*LiveTail',
      'logs:FilterLogEvents',
      'outposts:*',
      'pi:*',
      'sns:*',
      'states:*',
      'tag:*',
      'xray:*',
    ],
  },
];
