import type { FailureRule } from '../../../compiler/modules/operations.ts';

const type = 'AWS::AppRunner::Service';

/** Why App Runner's service fails, in AWS's words, and what to do about it. */
export const failureRules: readonly FailureRule[] = [
  {
    type,
    reason: /image.*(not (found|exist)|doesn't exist|invalid)|ImageNotFound|pull/i,
    hint: 'Check that the image is in the repository: deploy without --image, or run build.sh first and pass the URI that it prints',
    at: ['backend', 'service'],
  },
  {
    type,
    reason: /health ?check/i,
    hint: 'Make the container answer the health check on its port; see its log in the CloudWatch log group /aws/apprunner/<service>/<id>/application',
    at: ['backend', 'service', 'healthCheck'],
  },
  {
    type,
    reason: /START_DEPLOYMENT/,
    hint: 'Check that every secret under backend.service.secrets still exists and that the application starts with its value; see its log in the CloudWatch log group /aws/apprunner/<service>/<id>/application',
    at: ['backend', 'service'],
  },
  {
    type,
    reason: /did not stabilize|failed to (create|update|start|deploy)|(CREATE|UPDATE)_FAILED|unhealthy/i,
    hint: 'Check that the image is in the repository, and that the container listens on backend.service.port and gets all the variables it needs; see its log in the CloudWatch log group /aws/apprunner/<service>/<id>/application',
    at: ['backend', 'service'],
  },
  {
    type,
    reason: /SubscriptionRequired|not (available|supported) (for|to) new|OptInRequired/i,
    hint: 'Choose another runtime: App Runner has been closed to new customers since 2026-04-30',
    at: ['backend', 'service', 'runtime'],
  },
];
