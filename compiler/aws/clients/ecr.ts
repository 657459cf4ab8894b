import { DescribeImagesCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { clientWith } from './client-with.ts';

export const Client = clientWith(ECRClient, {
  DescribeImagesCommand,
  GetAuthorizationTokenCommand,
});
export type Client = InstanceType<typeof Client>;
