import { text } from './flag.ts';
import { roleArn } from './words.ts';

/** The flag --role-arn, for commands that change stacks or plan to. */
export const serviceRoleFlag = text(roleArn, 'the role that CloudFormation uses, now and later');
