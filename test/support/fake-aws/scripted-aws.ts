import type { Aws } from '../../../compiler/aws/aws.ts';
import type { DeployedStack, StackEvent } from '../../../compiler/aws/model.ts';

export const stackId = 'arn:aws:cloudformation:ap-northeast-1:123456789012:stack/todo-backend/1';

/**
 * Events from lines such as `Service UPDATE_FAILED why`, or `todo-backend UPDATE_IN_PROGRESS` for the stack itself.
 */
export function eventsOf(...lines: readonly string[]): readonly StackEvent[] {
  return lines.map((line, index): StackEvent => {
    const [logicalId = '', status = '', ...words] = line.split(' ');
    const isStack = logicalId === 'todo-backend';
    return {
      id: String(index),
      time: index * 1000,
      stackId,
      logicalId,
      physicalId: isStack ? stackId : logicalId,
      type: isStack ? 'AWS::CloudFormation::Stack' : (types[logicalId] ?? 'AWS::Test::Thing'),
      status,
      ...(words.length > 0 && { reason: words.join(' ') }),
    };
  });
}

const types: Readonly<Record<string, string>> = {
  Service: 'AWS::AppRunner::Service',
  Database: 'Custom::MySqlDatabase',
  EcsService: 'AWS::ECS::Service',
  Cluster: 'AWS::ECS::Cluster',
  LoadBalancer: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  Certificate: 'AWS::CertificateManager::Certificate',
  Subnet1: 'AWS::EC2::Subnet',
  DatabaseSubnetGroup: 'AWS::RDS::DBSubnetGroup',
  Subnet1Ipv6CidrBlock: 'AWS::EC2::SubnetCidrBlock',
};

export const stack: DeployedStack = {
  id: stackId,
  name: 'todo-backend',
  status: 'UPDATE_COMPLETE',
  isProtected: false,
  parameters: {},
  tags: {},
  outputs: [],
  changedAt: 0,
};

type Look = readonly StackEvent[] | Error;

/** An account in which each request for events gets the next of these: new events, or an error. */
export function scriptedAws(looks: readonly Look[], more: Partial<Aws> = {}): Aws {
  const rest = [...looks];
  const aws: Partial<Aws> = {
    region: 'ap-northeast-1',
    eventsAfter: () => {
      const look = rest.shift() ?? [];
      return look instanceof Error ? Promise.reject(look) : Promise.resolve(look);
    },
    ...more,
  };
  return aws as Aws;
}
