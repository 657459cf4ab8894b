/** Actions, and the resources that they are granted on. */
export interface Right {
  readonly actions: readonly string[];
  /**
   * ARNs without `arn:aws:`, or `*`. In them stand {region}, {account}, {stack} for how CloudFormation begins the
   * names of the stack's resources (`todo-backend-`), {lower} for the same in lower case, {id} for the resource's logical id, and
   * {Property} for a property of it.
   */
  readonly on: readonly string[];
}

export const everything = ['*'];
const ec2 = (...kinds: readonly string[]) => kinds.map((kind) => `ec2:{region}:{account}:${kind}/*`);
const rds = (...kinds: readonly string[]) => kinds.map((kind) => `rds:{region}:{account}:${kind}:{lower}*`);
// Not every name begins with that of the stack: some begin with the logical id.
const waf = (kind: string) => [
  `wafv2:{region}:{account}:regional/${kind}/{stack}*`,
  `wafv2:{region}:{account}:regional/${kind}/{id}-*`,
];
const secrets = [
  'secretsmanager:{region}:{account}:secret:{stack}*',
  'secretsmanager:{region}:{account}:secret:{id}-*',
];
const logGroups = [
  'logs:{region}:{account}:log-group:{stack}*',
  'logs:{region}:{account}:log-group:{LogGroupName}',
];
const services = ['apprunner:{region}:{account}:service/*'];
const tagEc2 = ['ec2:CreateTags', 'ec2:DeleteTags'];
const readEc2: Right = { actions: ['ec2:Describe*'], on: everything };
const readRds: Right = { actions: ['rds:Describe*'], on: everything };
const tagRds = ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource', 'rds:ListTagsForResource'];
const optionGroups = ['rds:{region}:{account}:og:default:*'];

/**
 * By type: what CloudFormation does to create, read, update and delete such a resource, as templates/ uses it.
 * Source: the permissions of the handlers in the types' schemas, 2026-11, less what templates/ has no use for
 * (KMS keys, S3, Firehose, replicas of secrets). Roles that are passed, and service-linked ones, stand in policy.ts.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-type-schemas.html
 */
export const rightsByType: Readonly<Record<string, readonly Right[]>> = {
  'AWS::AppRunner::Service': [
    {
      actions: [
        'apprunner:CreateService',
        'apprunner:DescribeService',
        'apprunner:UpdateService',
        'apprunner:DeleteService',
        'apprunner:TagResource',
        'apprunner:ListTagsForResource',
        'apprunner:AssociateWebAcl',
        'apprunner:DisassociateWebAcl',
        'apprunner:DescribeWebAclForService',
      ],
      on: services,
    },
    {
      actions: ['wafv2:AssociateWebACL', 'wafv2:DisassociateWebACL', 'wafv2:GetWebACLForResource'],
      on: services,
    },
  ],
  'AWS::EC2::InternetGateway': [
    readEc2,
    {
      actions: ['ec2:CreateInternetGateway', 'ec2:DeleteInternetGateway', ...tagEc2],
      on: ec2('internet-gateway'),
    },
  ],
  'AWS::EC2::Route': [
    readEc2,
    { actions: ['ec2:CreateRoute', 'ec2:ReplaceRoute', 'ec2:DeleteRoute'], on: ec2('route-table') },
  ],
  'AWS::EC2::RouteTable': [
    readEc2,
    { actions: ['ec2:CreateRouteTable'], on: ec2('route-table', 'vpc') },
    { actions: ['ec2:DeleteRouteTable', ...tagEc2], on: ec2('route-table') },
  ],
  'AWS::EC2::SecurityGroup': [
    readEc2,
    { actions: ['ec2:CreateSecurityGroup'], on: ec2('security-group', 'vpc') },
    {
      actions: [
        'ec2:DeleteSecurityGroup',
        'ec2:AuthorizeSecurityGroupIngress',
        'ec2:AuthorizeSecurityGroupEgress',
        'ec2:RevokeSecurityGroupIngress',
        'ec2:RevokeSecurityGroupEgress',
        ...tagEc2,
      ],
      on: ec2('security-group', 'security-group-rule'),
    },
  ],
  'AWS::EC2::Subnet': [
    readEc2,
    { actions: ['ec2:CreateSubnet'], on: ec2('subnet', 'vpc') },
    { actions: ['ec2:DeleteSubnet', 'ec2:ModifySubnetAttribute', ...tagEc2], on: ec2('subnet') },
  ],
  'AWS::EC2::SubnetRouteTableAssociation': [
    readEc2,
    {
      actions: ['ec2:AssociateRouteTable', 'ec2:ReplaceRouteTableAssociation', 'ec2:DisassociateRouteTable'],
      on: ec2('subnet', 'route-table'),
    },
  ],
  'AWS::EC2::VPC': [
    readEc2,
    { actions: ['ec2:CreateVpc', 'ec2:DeleteVpc', 'ec2:ModifyVpcAttribute', ...tagEc2], on: ec2('vpc') },
  ],
  'AWS::EC2::VPCGatewayAttachment': [
    readEc2,
    {
      actions: ['ec2:AttachInternetGateway', 'ec2:DetachInternetGateway'],
      on: ec2('internet-gateway', 'vpc'),
    },
  ],
  'AWS::ECR::Repository': [
    {
      actions: [
        'ecr:CreateRepository',
        'ecr:DescribeRepositories',
        'ecr:DeleteRepository',
        'ecr:GetLifecyclePolicy',
        'ecr:PutLifecyclePolicy',
        'ecr:DeleteLifecyclePolicy',
        'ecr:GetRepositoryPolicy',
        'ecr:PutImageScanningConfiguration',
        'ecr:PutImageTagMutability',
        'ecr:TagResource',
        'ecr:UntagResource',
        'ecr:ListTagsForResource',
      ],
      on: ['ecr:{region}:{account}:repository/{lower}*'],
    },
  ],
  'AWS::IAM::Role': [
    {
      actions: [
        'iam:CreateRole',
        'iam:GetRole',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
        'iam:UpdateAssumeRolePolicy',
        'iam:DeleteRole',
        'iam:PutRolePolicy',
        'iam:GetRolePolicy',
        'iam:DeleteRolePolicy',
        'iam:ListRolePolicies',
        'iam:ListAttachedRolePolicies',
        'iam:TagRole',
        'iam:UntagRole',
      ],
      on: ['iam::{account}:role/{stack}*'],
    },
  ],
  'AWS::Lambda::Function': [
    {
      actions: [
        'lambda:CreateFunction',
        'lambda:GetFunction',
        'lambda:GetFunctionConfiguration',
        'lambda:GetFunctionCodeSigningConfig',
        'lambda:GetFunctionRecursionConfig',
        'lambda:GetRuntimeManagementConfig',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
        'lambda:DeleteFunction',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:ListTags',
        // CloudFormation calls the custom resources of the stack.
        'lambda:InvokeFunction',
      ],
      on: ['lambda:{region}:{account}:function:{stack}*'],
    },
  ],
  'AWS::Logs::LogGroup': [
    {
      actions: [
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:PutRetentionPolicy',
        'logs:DeleteRetentionPolicy',
        'logs:GetDataProtectionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
        'logs:ListTagsForResource',
      ],
      on: logGroups,
    },
    { actions: ['logs:DescribeLogGroups', 'logs:DescribeIndexPolicies'], on: everything },
  ],
  'AWS::Logs::ResourcePolicy': [
    {
      actions: ['logs:PutResourcePolicy', 'logs:DeleteResourcePolicy', 'logs:DescribeResourcePolicies'],
      on: everything,
    },
  ],
  'AWS::RDS::DBCluster': [
    readRds,
    {
      actions: [
        'rds:CreateDBCluster',
        'rds:ModifyDBCluster',
        'rds:DeleteDBCluster',
        'rds:CreateDBClusterSnapshot',
        'rds:EnableHttpEndpoint',
        'rds:DisableHttpEndpoint',
        ...tagRds,
      ],
      on: [...rds('cluster', 'cluster-pg', 'cluster-snapshot', 'subgrp'), ...optionGroups],
    },
  ],
  'AWS::RDS::DBClusterParameterGroup': [
    readRds,
    {
      actions: [
        'rds:CreateDBClusterParameterGroup',
        'rds:ModifyDBClusterParameterGroup',
        'rds:ResetDBClusterParameterGroup',
        'rds:DeleteDBClusterParameterGroup',
        ...tagRds,
      ],
      on: rds('cluster-pg'),
    },
  ],
  'AWS::RDS::DBInstance': [
    readRds,
    {
      actions: [
        'rds:CreateDBInstance',
        'rds:ModifyDBInstance',
        'rds:RebootDBInstance',
        'rds:DeleteDBInstance',
        ...tagRds,
      ],
      on: [...rds('db', 'cluster', 'subgrp'), ...optionGroups, 'rds:{region}:{account}:pg:default.*'],
    },
  ],
  'AWS::RDS::DBSubnetGroup': [
    readRds,
    {
      actions: ['rds:CreateDBSubnetGroup', 'rds:ModifyDBSubnetGroup', 'rds:DeleteDBSubnetGroup', ...tagRds],
      on: rds('subgrp'),
    },
    readEc2,
  ],
  'AWS::Route53::RecordSet': [
    {
      actions: ['route53:GetHostedZone', 'route53:ListResourceRecordSets'],
      on: ['route53:::hostedzone/{HostedZoneId}'],
    },
    { actions: ['route53:GetChange'], on: ['route53:::change/*'] },
  ],
  'AWS::SecretsManager::Secret': [
    {
      actions: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:UpdateSecret',
        'secretsmanager:DeleteSecret',
        // Templates refer to passwords, which CloudFormation reads.
        'secretsmanager:GetSecretValue',
        'secretsmanager:TagResource',
        'secretsmanager:UntagResource',
      ],
      on: secrets,
    },
    { actions: ['secretsmanager:GetRandomPassword'], on: everything },
  ],
  'AWS::WAFv2::IPSet': [
    {
      actions: [
        'wafv2:CreateIPSet',
        'wafv2:GetIPSet',
        'wafv2:UpdateIPSet',
        'wafv2:DeleteIPSet',
        'wafv2:TagResource',
        'wafv2:UntagResource',
        'wafv2:ListTagsForResource',
      ],
      on: waf('ipset'),
    },
  ],
  'AWS::WAFv2::LoggingConfiguration': [
    {
      actions: [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      on: everything,
    },
  ],
  'AWS::WAFv2::WebACL': [
    {
      actions: [
        'wafv2:CreateWebACL',
        'wafv2:GetWebACL',
        'wafv2:UpdateWebACL',
        'wafv2:DeleteWebACL',
        'wafv2:AssociateWebACL',
        'wafv2:GetWebACLForResource',
        'wafv2:PutLoggingConfiguration',
        'wafv2:GetLoggingConfiguration',
        'wafv2:DeleteLoggingConfiguration',
        'wafv2:TagResource',
        'wafv2:UntagResource',
        'wafv2:ListTagsForResource',
      ],
      on: waf('webacl'),
    },
    { actions: ['apprunner:AssociateWebAcl'], on: waf('webacl') },
  ],
  // Its rights stand with the web ACL and the service that it joins.
  'AWS::WAFv2::WebACLAssociation': [],
};

/** Roles that a service makes for itself when an account uses it the first time, by the type that makes it do so. */
export const linkedServices: Readonly<Record<string, string>> = {
  'AWS::AppRunner::Service': 'apprunner.amazonaws.com',
  'AWS::RDS::DBCluster': 'rds.amazonaws.com',
  'AWS::WAFv2::LoggingConfiguration': 'wafv2.amazonaws.com',
};
