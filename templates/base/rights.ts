import { everything } from '../../compiler/modules/rights.ts';
import type { Right, Rights } from '../../compiler/modules/rights.ts';
import { networkRights, readEc2 } from './network-rights.ts';

const rds = (...kinds: readonly string[]) => kinds.map((kind) => `rds:{region}:{account}:${kind}:{lower}*`);
// Some names begin with the stack's name, others with the logical id.
const webAcls = [
  'wafv2:{region}:{account}:regional/webacl/{stack}*',
  'wafv2:{region}:{account}:regional/webacl/{id}-*',
];
const secrets = [
  'secretsmanager:{region}:{account}:secret:{stack}*',
  'secretsmanager:{region}:{account}:secret:{id}-*',
];
const logGroups = [
  'logs:{region}:{account}:log-group:{stack}*',
  'logs:{region}:{account}:log-group:{LogGroupName}',
];
const readRds: Right = { actions: ['rds:Describe*'], on: everything };
const tagRds = ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource', 'rds:ListTagsForResource'];
const optionGroups = ['rds:{region}:{account}:og:default:*'];

/**
 * Source: the permissions of the handlers in the types' schemas, 2026-11, without those that the templates don't need
 * (KMS keys, S3, Firehose, replicas of secrets). The right to pass roles is not listed: it follows from the roles in
 * a template.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-type-schemas.html
 */
export const rights: Rights = {
  throughStack: {
    ...networkRights,
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
          'iam:ListRoleTags',
          'iam:TagRole',
          'iam:UntagRole',
        ],
        on: ['iam::{account}:role{path}{stack}*'],
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
          'lambda:GetFunctionScalingConfig',
          'lambda:GetRuntimeManagementConfig',
          'lambda:UpdateFunctionCode',
          'lambda:UpdateFunctionConfiguration',
          'lambda:DeleteFunction',
          'lambda:TagResource',
          'lambda:UntagResource',
          'lambda:ListTags',
          // CloudFormation invokes the functions of custom resources.
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
      // The group's own policy.
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
          // CloudFormation reads the passwords that templates refer to.
          'secretsmanager:GetSecretValue',
          'secretsmanager:TagResource',
          'secretsmanager:UntagResource',
        ],
        on: secrets,
      },
      { actions: ['secretsmanager:GetRandomPassword'], on: everything },
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
          'wafv2:PutLoggingConfiguration',
          'wafv2:GetLoggingConfiguration',
          'wafv2:DeleteLoggingConfiguration',
          'wafv2:TagResource',
          'wafv2:UntagResource',
          'wafv2:ListTagsForResource',
        ],
        on: webAcls,
      },
      // The call names no web ACL, so AWS asks for the right on all of them.
      {
        actions: ['wafv2:GetWebACLForResource'],
        on: ['wafv2:{region}:{account}:regional/webacl/*'],
      },
    ],
    // Its rights are listed with the web ACL, and with the resource that the runtime associates it with.
    'AWS::WAFv2::WebACLAssociation': [],
  },
  direct: {
    'AWS::Lambda::Function': [
      {
        actions: ['logs:GetLogEvents', 'logs:DescribeLogStreams'],
        on: ['logs:{region}:{account}:log-group:{stack}*'],
      },
    ],
    'AWS::RDS::DBCluster': [
      { actions: ['rds:DescribeDBClusters'], on: ['rds:{region}:{account}:cluster:{lower}*'] },
      // The call lists the instances of a cluster, so it can't be limited to one of them.
      { actions: ['rds:DescribeDBInstances'], on: ['rds:{region}:{account}:db:*'] },
      // RDS makes the cluster's log groups, outside the stack.
      { actions: ['logs:DescribeLogGroups'], on: everything },
      {
        actions: ['logs:PutRetentionPolicy'],
        on: ['logs:{region}:{account}:log-group:/aws/rds/cluster/{lower}*'],
        isApart: true,
      },
    ],
  },
  planning: {
    'AWS::Route53::RecordSet': [
      {
        actions: ['route53:GetHostedZone', 'route53:ListResourceRecordSets'],
        on: ['route53:::hostedzone/{HostedZoneId}'],
      },
    ],
  },
  linkedServices: {
    'AWS::RDS::DBCluster': 'rds.amazonaws.com',
    'AWS::WAFv2::LoggingConfiguration': 'wafv2.amazonaws.com',
  },
};
