import type { RuntimeOperations } from '../../../compiler/modules/operations.ts';
import { readDomain } from './domain-state.ts';
import { failureRules } from './failures.ts';
import { restart } from './restart.ts';
import { readFailure } from './service-failure.ts';
import { readService } from './service-state.ts';

export const operations: RuntimeOperations = {
  serviceType: 'AWS::ECS::Service',
  tagsAreFixed: false,
  connectsFrom: () => 'vpc',
  move: {
    here: ({ backend }) =>
      backend.domain
        ? 'AWS creates the load balancer and the tasks, and points the domain to them when the tasks are healthy'
        : 'AWS creates the load balancer and the tasks',
    away: 'AWS removes the tasks and the load balancer (the log stays)',
  },
  failureRules,
  readService,
  restart,
  readDomain,
  readFailure,
};
