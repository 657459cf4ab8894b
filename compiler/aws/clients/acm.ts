import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { clientWith } from './client-with.ts';

export const Client = clientWith(ACMClient, {
  DescribeCertificateCommand,
});
