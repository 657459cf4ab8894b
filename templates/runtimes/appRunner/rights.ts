import { everything } from '../../../compiler/modules/rights.ts';
import type { Rights } from '../../../compiler/modules/rights.ts';

// AWS does not document how CloudFormation names a service.
const services = ['apprunner:{region}:{account}:service/*'];
const scalings = ['apprunner:{region}:{account}:autoscalingconfiguration/*'];
const ingresses = ['apprunner:{region}:{account}:vpcingressconnection/*'];
const connectors = ['apprunner:{region}:{account}:vpcconnector/*'];

/** Source: as in templates/base/rights.ts. */
export const rights: Rights = {
  throughStack: {
    'AWS::IAM::RolePolicy': [
      {
        actions: ['iam:PutRolePolicy', 'iam:GetRolePolicy', 'iam:DeleteRolePolicy'],
        on: ['iam::{account}:role{path}{stack}*'],
      },
    ],
    'AWS::AppRunner::AutoScalingConfiguration': [
      {
        actions: [
          'apprunner:CreateAutoScalingConfiguration',
          'apprunner:DescribeAutoScalingConfiguration',
          'apprunner:DeleteAutoScalingConfiguration',
          'apprunner:TagResource',
        ],
        on: scalings,
      },
      { actions: ['apprunner:CreateService', 'apprunner:UpdateService'], on: scalings },
    ],
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
      { actions: ['logs:DescribeLogStreams'], on: ['logs:{region}:{account}:log-group:{stack}*'] },
    ],
    'AWS::AppRunner::VpcConnector': [
      { actions: ['ec2:Describe*'], on: everything },
      {
        actions: [
          'apprunner:CreateVpcConnector',
          'apprunner:DescribeVpcConnector',
          'apprunner:DeleteVpcConnector',
          'apprunner:TagResource',
          // The service is associated with it.
          'apprunner:CreateService',
          'apprunner:UpdateService',
        ],
        on: connectors,
      },
    ],
    'AWS::AppRunner::VpcIngressConnection': [
      { actions: ['ec2:Describe*'], on: everything },
      { actions: ['apprunner:CreateVpcIngressConnection'], on: [...services, ...ingresses] },
      {
        actions: [
          'apprunner:DescribeVpcIngressConnection',
          'apprunner:UpdateVpcIngressConnection',
          'apprunner:DeleteVpcIngressConnection',
          'apprunner:TagResource',
        ],
        on: ingresses,
      },
    ],
    'AWS::WAFv2::WebACL': [
      {
        actions: ['apprunner:AssociateWebAcl'],
        on: [
          'wafv2:{region}:{account}:regional/webacl/{stack}*',
          'wafv2:{region}:{account}:regional/webacl/{id}-*',
        ],
      },
    ],
  },
  direct: {
    'AWS::AppRunner::Service': [
      {
        actions: ['apprunner:DescribeService', 'apprunner:ListOperations', 'apprunner:DescribeCustomDomains'],
        on: services,
      },
      // For a restart.
      { actions: ['apprunner:StartDeployment'], on: services, isNotForPreviews: true },
      { actions: ['logs:DescribeLogGroups'], on: everything },
      {
        actions: ['logs:PutRetentionPolicy'],
        on: ['logs:{region}:{account}:log-group:/aws/apprunner/*'],
        isApart: true,
        isNotForPreviews: true,
      },
    ],
  },
  // Before it closes the database.
  planning: { 'AWS::AppRunner::Service': [{ actions: ['apprunner:DescribeService'], on: services }] },
  watching: {
    'AWS::AppRunner::Service': [
      { actions: ['apprunner:DescribeService', 'apprunner:ListOperations'], on: services },
    ],
  },
  linkedServices: {
    'AWS::AppRunner::Service': 'apprunner.amazonaws.com',
    // https://docs.aws.amazon.com/apprunner/latest/dg/using-service-linked-roles-networking.html
    'AWS::AppRunner::VpcConnector': 'networking.apprunner.amazonaws.com',
  },
};
