import { everything } from '../../../compiler/modules/rights.ts';
import type { Rights } from '../../../compiler/modules/rights.ts';

/**
 * Source: as in templates/base/rights.ts; for the key of AWS Backup and its storage also
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html
 */
export const rights: Rights = {
  throughStack: {
    'AWS::Backup::BackupVault': [
      {
        actions: [
          'backup:CreateBackupVault',
          'backup:DescribeBackupVault',
          'backup:DeleteBackupVault',
          'backup:GetBackupVaultAccessPolicy',
          'backup:GetBackupVaultNotifications',
          'backup:PutBackupVaultLockConfiguration',
          'backup:DeleteBackupVaultLockConfiguration',
          'backup:ListTags',
          'backup:TagResource',
          'backup:UntagResource',
        ],
        on: [
          'backup:{region}:{account}:backup-vault:{stack}*',
          'backup:{region}:{account}:backup-vault:{BackupVaultName}',
        ],
      },
      { actions: ['backup-storage:MountCapsule'], on: everything },
    ],
    // AWS makes up the ids of plans and of what is assigned to them.
    'AWS::Backup::BackupPlan': [
      {
        actions: [
          'backup:CreateBackupPlan',
          'backup:GetBackupPlan',
          'backup:UpdateBackupPlan',
          'backup:DeleteBackupPlan',
          'backup:ListTags',
          'backup:TagResource',
          'backup:UntagResource',
        ],
        on: ['backup:{region}:{account}:backup-plan:*'],
      },
    ],
    'AWS::Backup::BackupSelection': [
      {
        actions: [
          'backup:CreateBackupSelection',
          'backup:GetBackupSelection',
          'backup:DeleteBackupSelection',
        ],
        on: ['backup:{region}:{account}:backup-plan:*'],
      },
    ],
  },
  linkedServices: { 'AWS::Backup::BackupSelection': 'backup.amazonaws.com' },
};
