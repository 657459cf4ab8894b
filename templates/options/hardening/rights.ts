import { everything } from '../../../compiler/modules/rights.ts';
import type { Rights } from '../../../compiler/modules/rights.ts';
import { rotationRights } from './rotation-rights.ts';

// The id of a key has no name in it.
const keys = ['kms:{region}:{account}:key/*'];
const flowLogs = 'ec2:{region}:{account}:vpc-flow-log/*';

/** Source: as in templates/base/rights.ts, and what RDS, ECR and Secrets Manager ask of who gives them a key. */
export const rights: Rights = {
  throughStack: {
    ...rotationRights,
    'AWS::EC2::FlowLog': [
      { actions: ['ec2:CreateFlowLogs'], on: [flowLogs, 'ec2:{region}:{account}:vpc/*'] },
      { actions: ['ec2:DeleteFlowLogs', 'ec2:CreateTags', 'ec2:DeleteTags'], on: [flowLogs] },
      { actions: ['ec2:DescribeFlowLogs', 'ec2:DescribeTags'], on: everything },
      { actions: ['logs:CreateLogDelivery', 'logs:DeleteLogDelivery'], on: everything },
    ],
    'AWS::KMS::Key': [
      { actions: ['kms:CreateKey'], on: everything },
      {
        actions: [
          'kms:DescribeKey',
          'kms:DisableKey',
          'kms:DisableKeyRotation',
          'kms:EnableKey',
          'kms:EnableKeyRotation',
          'kms:GetKeyPolicy',
          'kms:GetKeyRotationStatus',
          'kms:ListResourceTags',
          'kms:PutKeyPolicy',
          // When a creation fails.
          'kms:ScheduleKeyDeletion',
          'kms:TagResource',
          'kms:UntagResource',
          'kms:UpdateKeyDescription',
          // For the services that get the key.
          'kms:CreateGrant',
          'kms:Decrypt',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:RetireGrant',
        ],
        on: keys,
      },
    ],
    'AWS::Logs::LogGroup': [
      {
        actions: ['logs:AssociateKmsKey', 'logs:DisassociateKmsKey'],
        on: [
          'logs:{region}:{account}:log-group:{stack}*',
          'logs:{region}:{account}:log-group:{LogGroupName}',
        ],
      },
    ],
  },
  direct: {
    // To close the default security group of the VPC.
    'AWS::EC2::VPC': [
      { actions: ['ec2:DescribeSecurityGroups'], on: everything },
      {
        actions: ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
        on: ['ec2:{region}:{account}:security-group/*'],
      },
    ],
    // To lift its protection when a creation fails.
    'AWS::RDS::DBCluster': [
      { actions: ['rds:ModifyDBCluster'], on: ['rds:{region}:{account}:cluster:{lower}*'] },
    ],
  },
};
