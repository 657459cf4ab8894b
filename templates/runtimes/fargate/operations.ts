import type { RuntimeOperations } from '../../../compiler/modules/operations.ts';
import { readDomain } from './domain-state.ts';
import { failureRules } from './failures.ts';
import { readFailure } from './service-failure.ts';
import { readService } from './service-state.ts';

export const operations: RuntimeOperations = {
  serviceType: 'AWS::ECS::Service',
  tagsAreFixed: false,
  move: {
    here: ({ backend }) =>
      backend.domain
        ? 'its load balancer and tasks are made first, and when the tasks are healthy, the domain points to them'
        : 'its load balancer and tasks are made first',
    away: 'the tasks and the load balancer are removed; the log stays',
  },
  failureRules,
  readService,
  readDomain,
  readFailure,
};
