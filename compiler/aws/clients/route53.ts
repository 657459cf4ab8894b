import { GetHostedZoneCommand, ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { clientWith } from './client-with.ts';

export const Client = clientWith(Route53Client, {
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
});
