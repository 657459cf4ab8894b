import type { FailureRule } from '../../../compiler/modules/operations.ts';

const type = 'AWS::ECS::Service';
const service = ['backend', 'service'];

/**
 * For a service, the reason also contains why its last task stopped.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export const failureRules: readonly FailureRule[] = [
  {
    type: 'AWS::ECS::',
    reason: /service linked role/i,
    hint: 'Deploy again: AWS creates a role for ECS when an account first uses it, and the role was not ready in time',
    at: service,
  },
  {
    type,
    reason: /CannotPullECRContainerError|CannotPullContainerError.*(AccessDenied|not authorized)/i,
    hint: 'Take an image of an ECR repository of this account, or of public.ecr.aws: the ExecutionRole may pull from the repository in ImageUri, and from no other account and none with a key of its own. If the role was only just given that right, deploy again',
    at: service,
  },
  {
    type,
    reason: /CannotPullContainerError.*(descriptor|platform)/i,
    hint: 'Build the image for the processor of backend.service.architecture: build.sh does so, and any other build needs the same --platform',
    at: [...service, 'architecture'],
  },
  {
    type,
    reason: /CannotPullContainerError.*(no space left|disk)/i,
    hint: 'Raise backend.service.ephemeralStorageGiB, or make the image smaller',
    at: [...service, 'ephemeralStorageGiB'],
  },
  {
    type,
    reason: /CannotPullContainerError/,
    hint: 'Check that the image is in the repository: deploy without --image, or run build.sh first and pass the URI that it prints',
    at: service,
  },
  {
    type,
    reason: /ResourceInitializationError.*(secret|ssm|asm|parameter)/i,
    hint: 'Check the ARNs under backend.service.secrets: each must exist in this account and region, and be encrypted with the AWS managed key',
    at: [...service, 'secrets'],
  },
  {
    type,
    reason: /OutOfMemory/i,
    hint: 'Raise backend.service.memory, or make the application use less',
    at: [...service, 'memory'],
  },
  {
    type,
    reason: /health checks failed with these codes/i,
    hint: 'Set backend.service.healthCheck.path to a path that answers with a status from 200 to 299',
    at: [...service, 'healthCheck', 'path'],
  },
  {
    type,
    reason: /ELB health checks/i,
    hint: 'Make the container answer backend.service.healthCheck.path by HTTP on backend.service.port, on every address (0.0.0.0); if it only starts slowly, raise healthCheck.graceSeconds',
    at: [...service, 'healthCheck'],
  },
  {
    type,
    reason: /task/i,
    log: /exec format error/,
    hint: 'Build the image for the processor of backend.service.architecture: build.sh does so, and any other build needs the same --platform',
    at: [...service, 'architecture'],
  },
  {
    type,
    reason: /task/i,
    log: /insecure transport|require_secure_transport/,
    hint: 'Make the application connect with TLS: the database refuses connections without it',
    at: service,
  },
  {
    type,
    reason: /exit code 137/,
    hint: 'Raise backend.service.memory: a container is killed mostly because it uses too much. If it does not, make it end in time when it gets SIGTERM',
    at: [...service, 'memory'],
  },
  {
    type,
    reason: /CannotStartContainerError|Essential container in task exited/,
    hint: 'Check that the container gets all the variables it needs, and that its command keeps running: it ended by itself',
    at: service,
  },
  {
    type,
    reason: /limit on the number of|vCPU|Capacity is unavailable/i,
    hint: 'Raise the quota of AWS Fargate in the Service Quotas console, or try again later: AWS does not give the account more tasks of this size now',
    at: service,
  },
  {
    type,
    reason: /circuit breaker|did not stabilize|failed to stabilize|exceeded attempts/i,
    hint: 'Check that the image is in the repository, and that the container listens on backend.service.port and answers the health check; see its log in the log group of the resource ServiceLogGroup',
    at: service,
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    reason: /IPv6 CIDR/i,
    hint: 'Deploy the shared stack first, with this version of archc: its subnets have no IPv6 addresses yet',
    at: [...service, 'ipAddressType'],
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    reason: /does not support creating load balancers/i,
    hint: 'Ask AWS Support, under "Account and billing", to allow load balancers: some new accounts cannot create them',
    at: service,
  },
  {
    type: 'AWS::CertificateManager::Certificate',
    reason: /not permitted in zone|hosted ?zone|InvalidChangeBatch/i,
    hint: 'Check backend.domain.hostedZoneId with "aws route53 list-hosted-zones": the zone must be in this account, and the domain must end with its name',
    at: ['backend', 'domain', 'hostedZoneId'],
  },
  {
    type: 'AWS::CertificateManager::Certificate',
    reason: /CAA/,
    hint: 'Add a CAA record for amazon.com: the CAA records of the domain let only other authorities issue its certificates',
    at: ['backend', 'domain', 'name'],
  },
  {
    type: 'AWS::CertificateManager::Certificate',
    reason: /stabilize|timed? ?out|PENDING_VALIDATION|VALIDATION_TIMED_OUT|exceeded attempts/i,
    hint: 'Check that the domain is delegated to this hosted zone, so that AWS finds the record in it: "dig NS" with the name of the zone must list its name servers',
    at: ['backend', 'domain', 'hostedZoneId'],
  },
];
