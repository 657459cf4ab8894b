import type { Rights } from '../../../compiler/modules/rights.ts';

const functions = ['lambda:{region}:{account}:function:{stack}*'];

/**
 * Source: as in templates/base/rights.ts; for the rotation the API's own page, because its type's schema lists none, and
 * for the secret that RDS makes its documentation.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions
 */
export const rotationRights: Rights['throughStack'] = {
  'AWS::Lambda::Permission': [
    { actions: ['lambda:AddPermission', 'lambda:GetPolicy', 'lambda:RemovePermission'], on: functions },
  ],
  'AWS::RDS::DBCluster': [
    {
      actions: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
      on: ['secretsmanager:{region}:{account}:secret:rds!cluster-*'],
    },
    { actions: ['kms:DescribeKey'], on: ['kms:{region}:{account}:key/*'] },
  ],
  'AWS::SecretsManager::RotationSchedule': [
    {
      actions: [
        'secretsmanager:RotateSecret',
        'secretsmanager:CancelRotateSecret',
        'secretsmanager:DescribeSecret',
      ],
      on: [
        'secretsmanager:{region}:{account}:secret:{stack}*',
        'secretsmanager:{region}:{account}:secret:DatabaseUserSecret-*',
      ],
    },
    { actions: ['lambda:InvokeFunction'], on: functions },
  ],
};
