import { everything } from './policy-rights.ts';
import type { Right } from './policy-rights.ts';

const stacks = ['cloudformation:{region}:{account}:stack/{name}/*'];

/** What a plan does with a stack. A change set alone changes nothing: it can't be executed, and goes again. */
export const planRights: readonly Right[] = [
  {
    actions: [
      'cloudformation:CreateChangeSet',
      'cloudformation:DescribeChangeSet',
      'cloudformation:DeleteChangeSet',
      'cloudformation:DescribeStacks',
      'cloudformation:DescribeStackResources',
      'cloudformation:DescribeEvents',
      'cloudformation:GetTemplate',
      // Of the change set, which has the stack's tags.
      'cloudformation:TagResource',
    ],
    on: stacks,
  },
];

/** What the command and the AWS CLI do with a stack. */
export const stackRights: readonly Right[] = [
  ...planRights,
  {
    actions: [
      'cloudformation:ExecuteChangeSet',
      'cloudformation:DescribeStackEvents',
      'cloudformation:CancelUpdateStack',
      'cloudformation:DeleteStack',
      'cloudformation:UpdateTerminationProtection',
      'cloudformation:UntagResource',
    ],
    on: stacks,
  },
  { actions: ['cloudformation:GetTemplateSummary', 'cloudformation:ListImports'], on: everything },
];

/** What the command asks the services themselves, to tell how they are and why something failed. */
export const directRightsByType: Readonly<Record<string, readonly Right[]>> = {
  'AWS::AppRunner::Service': [
    {
      actions: ['apprunner:DescribeService', 'apprunner:ListOperations', 'apprunner:DescribeCustomDomains'],
      on: ['apprunner:{region}:{account}:service/*'],
    },
  ],
  'AWS::Lambda::Function': [
    {
      actions: ['logs:GetLogEvents', 'logs:DescribeLogStreams'],
      on: ['logs:{region}:{account}:log-group:{stack}*'],
    },
  ],
  'AWS::RDS::DBCluster': [
    { actions: ['rds:DescribeDBClusters'], on: ['rds:{region}:{account}:cluster:{lower}*'] },
    // The question is for the instances of a cluster, and so not for one of them.
    { actions: ['rds:DescribeDBInstances'], on: ['rds:{region}:{account}:db:*'] },
  ],
};

/** What the build script does, with the repository of the shared stack. */
export const buildRights: readonly Right[] = [
  { actions: ['ecr:GetAuthorizationToken'], on: everything },
  {
    actions: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:InitiateLayerUpload',
      'ecr:UploadLayerPart',
      'ecr:CompleteLayerUpload',
      'ecr:PutImage',
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
    ],
    on: ['ecr:{region}:{account}:repository/{lower}*'],
  },
];
