import { everything } from '../modules/rights.ts';
import type { Right } from '../modules/rights.ts';

const stacks = ['cloudformation:{region}:{account}:stack/{name}/*'];

/**
 * What planning does with a stack. A change set alone changes nothing: this role can't execute it, and it is deleted
 * again.
 */
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
      // For the change set, which has the stack's tags.
      'cloudformation:TagResource',
    ],
    on: stacks,
  },
  // For the digest of the image that --image names, which may be in any repository; and of the one that was built.
  { actions: ['ecr:DescribeImages'], on: everything },
];

/** What planning looks at in a network that the spec only names. EC2 limits hardly any of these to single resources. */
export const networkRights: readonly Right[] = [
  {
    actions: [
      'ec2:DescribeRouteTables',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcAttribute',
      'ec2:DescribeVpcs',
    ],
    on: everything,
  },
];

/** What planning looks at of the backup that a new cluster is made from. */
export const backupRights: readonly Right[] = [
  {
    actions: [
      'rds:DescribeDBClusterAutomatedBackups',
      'rds:DescribeDBClusterSnapshots',
      'rds:DescribeDBClusters',
    ],
    on: everything,
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

/** What it takes to read an image of the shared stack's repository, and to log in to it. */
export const pullRights: readonly Right[] = [
  { actions: ['ecr:GetAuthorizationToken'], on: everything },
  {
    actions: ['ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'],
    on: ['ecr:{region}:{account}:repository/{lower}*'],
  },
];

/**
 * What finding the previews that are over needs. IAM narrows it to no stacks.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export const previewRights: readonly Right[] = [{ actions: ['cloudformation:ListStacks'], on: everything }];

/** What the build script does with the repository in the shared stack. */
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
