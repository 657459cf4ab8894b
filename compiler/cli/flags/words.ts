import { isPullable } from '../../deploy/image.ts';
import { anyText, matching, wrongValue } from './word.ts';
import type { Word } from './word.ts';

export const folder = anyText('DIR');

export const planFile = anyText('PLAN');

export const checksum = matching('SHA256', /^[0-9a-f]{64}$/, {
  is: 'is not the checksum of a plan',
  write: 'the 64 digits that "archc plan --out" shows',
});

export const accountId = matching('ID', /^\d{12}$/, {
  is: 'is not the id of an AWS account',
  write: 'its 12 digits',
});

/** CloudFormation's own pattern for a role, and its longest ARN. */
export const roleArn = matching('ARN', /^(?=.{20,2048}$)arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
  is: 'is not the ARN of a role',
  write: 'one such as arn:aws:iam::123456789012:role/deployments',
});

/** An image that a service can be allowed to pull. */
export const imageUri: Word<string> = {
  name: 'URI',
  parse: (given, flag) => {
    if (isPullable(given)) return given;
    throw wrongValue(given, flag, {
      is: 'is not an image that the service can pull',
      write:
        'the URI of one in ECR with its tag or digest (ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME:TAG), or of one in public.ecr.aws; push any other to ECR first',
    });
  },
};

/** Not every name that git allows: GitHub would read some as patterns. */
export const branchName = matching('BRANCH', /^\w[\w./-]*$/, {
  is: 'is not the name of one branch',
  write: 'a name without patterns, such as release/1.x',
});

/** In the form that tokens have. "repo:" before it is allowed, because `gh` prints it that way. */
export const repository = matching('REPO', /^(?:repo:)?([\w.-]+(?:\/[\w.-]+)+|[\w-]+@\d+\/[\w.-]+@\d+)$/, {
  is: 'is not a repository',
  write: 'OWNER/NAME or OWNER@ID/NAME@ID, or GROUP/PROJECT for GitLab',
});

export const hostName = matching(
  'HOST',
  /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+$/,
  {
    is: 'is not the name of a host',
    write: 'one such as gitlab.example.com',
  },
);

/** Counted from 1. */
export const documentNumber: Word<number> = {
  name: 'N',
  parse: (given, flag) => {
    if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
    throw wrongValue(given, flag, { is: 'is not the number of a document', write: '1 for the first' });
  },
};
