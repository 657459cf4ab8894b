import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { clientWith } from './client-with.ts';

export const Client = clientWith(CloudWatchClient, { DescribeAlarmsCommand });
