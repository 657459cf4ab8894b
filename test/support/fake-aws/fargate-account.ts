import type { AwsCall } from '../../../compiler/modules/operations.ts';
import { answering } from './answering.ts';

const account = 'ap-northeast-1:123456789012';
export const outputs = {
  ServiceArn: `arn:aws:ecs:${account}:service/todo-cluster/todo-service`,
  TargetGroupArn: `arn:aws:elasticloadbalancing:${account}:targetgroup/todo/1`,
  CertificateArn: `arn:aws:acm:${account}:certificate/1`,
};
export const definition = (revision: number) => `arn:aws:ecs:${account}:task-definition/todo:${revision}`;
export const deployment = { status: 'PRIMARY', taskDefinition: definition(2), rolloutState: 'COMPLETED' };
export const service = {
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  deployments: [deployment],
};
export const healthy = { Target: { Id: '10.0.4.7', Port: 8080 }, TargetHealth: { State: 'healthy' } };
export const unhealthy = {
  Target: { Id: '10.0.8.7', Port: 8080 },
  TargetHealth: {
    State: 'unhealthy',
    Reason: 'Target.ResponseCodeMismatch',
    Description: 'Health checks failed with these codes: [500]',
  },
};

/** What ECS and the load balancer answer, where it differs from a healthy service. */
export interface Account {
  readonly services?: readonly object[];
  readonly targets?: readonly object[];
  readonly tasks?: readonly object[];
}

export function accountWith({ services = [service], targets = [healthy], tasks = [] }: Account): AwsCall {
  return answering({
    describeServices: [{ services }],
    describeTaskDefinition: [
      { taskDefinition: { containerDefinitions: [{ name: 'api', image: 'host/todo:2' }] } },
    ],
    describeTargetHealth: [{ TargetHealthDescriptions: targets }],
    listTasks: [{ taskArns: tasks.map((_, index) => String(index)) }],
    describeTasks: [{ tasks }],
  });
}

export const stopped = (id: string, minute: number, more: object) => ({
  taskArn: `arn:aws:ecs:${account}:task/todo-cluster/${id}`,
  taskDefinitionArn: definition(2),
  stoppedAt: new Date(Date.UTC(2026, 10, 24, 12, minute)),
  ...more,
});
export const crashed = (id: string, minute: number) =>
  stopped(id, minute, {
    stoppedReason: 'Essential container in task exited',
    containers: [{ name: 'api', exitCode: 1 }],
  });
