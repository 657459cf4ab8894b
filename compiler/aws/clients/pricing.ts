import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { clientWith } from './client-with.ts';

export const Client = clientWith(PricingClient, {
  GetProductsCommand,
});
