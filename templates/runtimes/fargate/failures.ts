import type { FailureRule } from '../../../compiler/modules/operations.ts';

const type = 'AWS::ECS::Service';
const service = ['backend', 'service'];

/**
 * Of a service the reason holds, too, why its last task stopped.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export const failureRules: readonly FailureRule[] = [
  {
    type: 'AWS::ECS::',
    reason: /service linked role/i,
    hint: "AWS makes ECS's own role when an account uses ECS the first time, and was not quick enough: deploy again",
    at: service,
  },
  {
    type,
    reason: /CannotPullContainerError.*(descriptor|platform)/i,
    hint: 'The image is for another processor: build.sh builds for backend.service.architecture; give an image that was built elsewhere the same --platform',
    at: [...service, 'architecture'],
  },
  {
    type,
    reason: /CannotPullContainerError.*(no space left|disk)/i,
    hint: 'Set backend.service.ephemeralStorageGiB to more, or make the image smaller',
    at: [...service, 'ephemeralStorageGiB'],
  },
  {
    type,
    reason: /CannotPullContainerError/,
    hint: 'Is the image in the repository? Deploy without --image, or run build.sh first and pass the URI that it prints',
    at: service,
  },
  {
    type,
    reason: /ResourceInitializationError.*(secret|ssm|asm|parameter)/i,
    hint: 'Check the ARNs under backend.service.secrets: each must be there, in this account and region, and be encrypted with the key of AWS',
    at: [...service, 'secrets'],
  },
  {
    type,
    reason: /OutOfMemory/i,
    hint: 'Set backend.service.memory to more, or have the application take less',
    at: [...service, 'memory'],
  },
  {
    type,
    reason: /health checks failed with these codes/i,
    hint: 'The answer to the health check must have a status from 200 to 299: is backend.service.healthCheck.path the right one?',
    at: [...service, 'healthCheck', 'path'],
  },
  {
    type,
    reason: /ELB health checks/i,
    hint: 'The container must answer backend.service.healthCheck.path by HTTP on backend.service.port, in time: does it listen there on every address (0.0.0.0)? If it only starts slowly, set healthCheck.graceSeconds to more',
    at: [...service, 'healthCheck'],
  },
  {
    type,
    reason: /task/i,
    log: /exec format error/,
    hint: 'The image is for another processor: build.sh builds for backend.service.architecture; give an image that was built elsewhere the same --platform',
    at: [...service, 'architecture'],
  },
  {
    type,
    reason: /task/i,
    log: /insecure transport|require_secure_transport/,
    hint: 'The database takes connections with TLS only: have the application connect so',
    at: service,
  },
  {
    type,
    reason: /exit code 137/,
    hint: 'The container was killed: mostly it took too much memory. Set backend.service.memory to more; or it did not end in time when it was told to',
    at: [...service, 'memory'],
  },
  {
    type,
    reason: /CannotStartContainerError|Essential container in task exited/,
    hint: 'The container ended by itself: does it get all variables that it needs, and does its command run until it is told to end?',
    at: service,
  },
  {
    type,
    reason: /limit on the number of|vCPU|Capacity is unavailable/i,
    hint: 'AWS gives the account no more tasks of this size just now: raise the quota of AWS Fargate in the Service Quotas console, or try again later',
    at: service,
  },
  {
    type,
    reason: /circuit breaker|did not stabilize|failed to stabilize|exceeded attempts/i,
    hint: 'The tasks did not come up. Is the image in the repository, does it listen on backend.service.port, does it answer the health check? Its log is in the group of the resource ServiceLogGroup',
    at: service,
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    reason: /IPv6 CIDR/i,
    hint: 'The subnets of the shared stack have no IPv6 addresses: deploy that stack first, with this version of archc',
    at: [...service, 'ipAddressType'],
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    reason: /does not support creating load balancers/i,
    hint: 'AWS lets some new accounts make no load balancer: ask AWS Support, under "Account and billing", to allow it',
    at: service,
  },
  {
    type: 'AWS::CertificateManager::Certificate',
    reason: /not permitted in zone|hosted ?zone|InvalidChangeBatch/i,
    hint: 'Check backend.domain.hostedZoneId with "aws route53 list-hosted-zones": the zone must be in this account and end the domain\'s name',
    at: ['backend', 'domain', 'hostedZoneId'],
  },
  {
    type: 'AWS::CertificateManager::Certificate',
    reason: /CAA/,
    hint: 'A CAA record of the domain lets other authorities only make its certificates: add one for amazon.com',
    at: ['backend', 'domain', 'name'],
  },
  {
    type: 'AWS::CertificateManager::Certificate',
    reason: /stabilize|timed? ?out|PENDING_VALIDATION|VALIDATION_TIMED_OUT|exceeded attempts/i,
    hint: 'AWS did not find the record that proves the domain to be yours. Is the domain delegated to this hosted zone? "dig NS" of the zone\'s name must give the name servers of the zone',
    at: ['backend', 'domain', 'hostedZoneId'],
  },
];
