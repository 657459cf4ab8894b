import { everything } from '../../compiler/modules/rights.ts';
import type { Right } from '../../compiler/modules/rights.ts';

const ec2 = (...kinds: readonly string[]) => kinds.map((kind) => `ec2:{region}:{account}:${kind}/*`);
const tagEc2 = ['ec2:CreateTags', 'ec2:DeleteTags'];
export const readEc2: Right = { actions: ['ec2:Describe*'], on: everything };

/**
 * Rights for the types of a network. Their ids are not known in advance, so most are on all resources of a kind.
 * Source: as in rights.ts.
 */
export const networkRights: Readonly<Record<string, readonly Right[]>> = {
  'AWS::EC2::EIP': [
    readEc2,
    {
      actions: ['ec2:AllocateAddress', 'ec2:ReleaseAddress', 'ec2:DisassociateAddress', ...tagEc2],
      on: ec2('elastic-ip'),
    },
  ],
  'AWS::EC2::InternetGateway': [
    readEc2,
    {
      actions: ['ec2:CreateInternetGateway', 'ec2:DeleteInternetGateway', ...tagEc2],
      on: ec2('internet-gateway'),
    },
  ],
  'AWS::EC2::NatGateway': [
    readEc2,
    { actions: ['ec2:CreateNatGateway'], on: ec2('natgateway', 'subnet', 'elastic-ip') },
    { actions: ['ec2:DeleteNatGateway', ...tagEc2], on: ec2('natgateway') },
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
        'ec2:UpdateSecurityGroupRuleDescriptionsIngress',
        'ec2:UpdateSecurityGroupRuleDescriptionsEgress',
        ...tagEc2,
      ],
      on: ec2('security-group', 'security-group-rule'),
    },
  ],
  'AWS::EC2::SecurityGroupIngress': [
    readEc2,
    {
      actions: [
        'ec2:AuthorizeSecurityGroupIngress',
        'ec2:RevokeSecurityGroupIngress',
        'ec2:UpdateSecurityGroupRuleDescriptionsIngress',
      ],
      on: ec2('security-group', 'security-group-rule'),
    },
  ],
  'AWS::EC2::Subnet': [
    readEc2,
    { actions: ['ec2:CreateSubnet'], on: ec2('subnet', 'vpc') },
    { actions: ['ec2:DeleteSubnet', 'ec2:ModifySubnetAttribute', ...tagEc2], on: ec2('subnet') },
  ],
  'AWS::EC2::SubnetCidrBlock': [
    readEc2,
    { actions: ['ec2:AssociateSubnetCidrBlock', 'ec2:DisassociateSubnetCidrBlock'], on: ec2('subnet') },
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
  'AWS::EC2::VPCCidrBlock': [
    readEc2,
    {
      actions: ['ec2:AssociateVpcCidrBlock', 'ec2:DisassociateVpcCidrBlock'],
      on: [...ec2('vpc'), 'ec2::{account}:ipv6pool-ec2/*'],
    },
  ],
  'AWS::EC2::VPCEndpoint': [
    readEc2,
    {
      actions: ['ec2:CreateVpcEndpoint', 'ec2:ModifyVpcEndpoint'],
      on: ec2('vpc-endpoint', 'vpc', 'subnet', 'security-group', 'route-table'),
    },
    { actions: ['ec2:DeleteVpcEndpoints', ...tagEc2], on: ec2('vpc-endpoint') },
    // With private DNS, EC2 associates the VPC with a hosted zone of AWS's own.
    { actions: ['route53:AssociateVPCWithHostedZone'], on: ['route53:::hostedzone/*', ...ec2('vpc')] },
  ],
  'AWS::EC2::VPCGatewayAttachment': [
    readEc2,
    {
      actions: ['ec2:AttachInternetGateway', 'ec2:DetachInternetGateway'],
      on: ec2('internet-gateway', 'vpc'),
    },
  ],
};
