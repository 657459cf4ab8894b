import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientWith } from './client-with.ts';

export const Client = clientWith(SNSClient, { ListSubscriptionsByTopicCommand });
