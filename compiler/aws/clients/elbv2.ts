import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientWith } from './client-with.ts';

export const Client = clientWith(ElasticLoadBalancingV2Client, {
  DescribeTargetHealthCommand,
  ModifyLoadBalancerAttributesCommand,
});
