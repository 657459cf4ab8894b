import type { FailureRule } from '../../../compiler/modules/operations.ts';

const type = 'AWS::AppRunner::Service';

export const failureRules: readonly FailureRule[] = [
  {
    type,
    reason: /image.*(not (found|exist)|doesn't exist|invalid)|ImageNotFound|pull/i,
    hint: 'Is the image in the repository? Deploy without --image, or run build.sh first and pass the URI that it prints',
    at: ['backend', 'service'],
  },
  {
    type,
    reason: /health ?check/i,
    hint: 'The container must answer the health check on its port. Its log is in the CloudWatch group /aws/apprunner/<service>/<id>/application',
    at: ['backend', 'service', 'healthCheck'],
  },
  {
    type,
    reason: /did not stabilize|failed to (create|update|start|deploy)|(CREATE|UPDATE)_FAILED|unhealthy/i,
    hint: 'The container did not come up. Is the image in the repository, does it listen on backend.service.port, does it get all variables that it needs? Its log is in the CloudWatch group /aws/apprunner/<service>/<id>/application',
    at: ['backend', 'service'],
  },
  {
    type,
    reason: /SubscriptionRequired|not (available|supported) (for|to) new|OptInRequired/i,
    hint: 'App Runner takes no new customers since 2026-04-30: this account needs another runtime',
    at: ['backend', 'service', 'runtime'],
  },
];
