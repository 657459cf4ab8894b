import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { clientWith } from './client-with.ts';

export const Client = clientWith(ECRClient, {
  DescribeImagesCommand,
});
export type Client = InstanceType<typeof Client>;
