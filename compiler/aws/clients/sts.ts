import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientWith } from './client-with.ts';

export const Client = clientWith(STSClient, {
  GetCallerIdentityCommand,
});
