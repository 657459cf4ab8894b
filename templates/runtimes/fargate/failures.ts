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
    type: 'AWS::ECS::TaskDefinition',
    reason: /too many concurrent attempts/i,
    hint: 'Deploy again: something else registered a task definition of this name at the same moment',
    at: service,
  },
  {
    type,
    reason: /CannotPull\w*ContainerError.*(descriptor|platform)/i,
    hint: 'Build the image for the processor of backend.service.architecture: build.sh does so, and any other build needs the same --platform',
    at: [...service, 'architecture'],
  },
  {
    type,
    reason: /CannotPull\w*ContainerError.*(no space left|disk)/i,
    hint: 'Raise backend.service.ephemeralStorageGiB, or make the image smaller',
    at: [...service, 'ephemeralStorageGiB'],
  },
  {
    // Before the connection: ECS's message about a refusal mentions the registry too.
    type,
    reason: /CannotPull\w*ContainerError.*(AccessDenied|not authorized|denied|permission)/i,
    hint: 'Take an image of an ECR repository of this account, or of public.ecr.aws: the ExecutionRole may pull from the repository in ImageUri, and from no other account and none with a key of its own. If the role was only just given that right, deploy again',
    at: service,
  },
  {
    type,
    reason:
      /(CannotPull\w*ContainerError|ResourceInitializationError).*(connection issue|i\/o timeout|dial tcp|context deadline exceeded|connection refused|network configuration)/i,
    hint: 'Deploy again; if it fails again, look at the route and the network ACLs of the subnets, which someone may have changed: the task does not reach the AWS service. From private subnets without NAT it reaches only images in the ECR of its own region',
    at: service,
    isGuess: true,
  },
  {
    type,
    reason: /CannotPull\w*ContainerError/,
    hint: 'Check that the image is in the repository: deploy without --image, or run build.sh first and pass the URI that it prints',
    at: service,
  },
  {
    type,
    reason: /ResourceInitializationError.*Access to KMS is not allowed/i,
    hint: 'List the KMS key of the secret in backend.service.secretKeyArns, or encrypt the secret with the AWS managed key: the role that reads it may not use its key',
    at: [...service, 'secrets'],
  },
  {
    type,
    reason: /ResourceInitializationError.*(json key|invalid character)/i,
    hint: 'Check the JSON keys under backend.service.secrets, or userKey and passwordKey of backend.database.existing: the secret is not JSON, or does not have the key that the ARN ends with',
    at: [...service, 'secrets'],
  },
  {
    type,
    reason: /ResourceInitializationError.*(logger|log stream|log group)/i,
    hint: 'Deploy again; if the log group of the resource ServiceLogGroup was deleted by hand, destroy the backend first, and its database stays: tasks start only if they can write to it',
    at: service,
  },
  {
    type,
    reason: /ResourceInitializationError.*(secret|ssm|asm|parameter)/i,
    hint: 'Check backend.service.secrets, and backend.database.existing if the spec has it: each secret and parameter must exist, in the region of the spec and this account unless it is an ARN, with the JSON key that the spec names; a KMS key of its own must be in backend.service.secretKeyArns',
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
    reason: /alarm detected/i,
    hint: 'Look in the log of the resource ServiceLogGroup for what the new version answers, mend it and deploy again: the former version runs. If its answers are right, raise the alarm\'s threshold, or write "rollback: false" beside it',
  },
  {
    type,
    reason: /health checks failed with these codes/i,
    hint: 'Set backend.service.healthCheck.path to a path that answers with a status from 200 to 299, or list the statuses that are right in healthCheck.successCodes',
    at: [...service, 'healthCheck', 'path'],
  },
  {
    type,
    reason: /ELB health checks/i,
    hint: 'Make the container answer backend.service.healthCheck.path by HTTP on backend.service.port, on every address (0.0.0.0); if it only starts slowly, raise healthCheck.graceSeconds',
    at: [...service, 'healthCheck'],
    isGuess: true,
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
    isGuess: true,
  },
  {
    type,
    reason: /CannotStartContainerError|Essential container in task exited/,
    hint: 'Check that the container gets all the variables it needs, and that its command keeps running: it ended by itself',
    at: service,
    isGuess: true,
  },
  {
    // https://docs.aws.amazon.com/general/latest/gr/ecs-service.html: adjustable
    type,
    reason: /limit on the number of|vCPU/i,
    hint: 'Raise the quota "Fargate On-Demand vCPU resource count" of AWS Fargate in the Service Quotas console, or lower backend.service.cpu: new accounts have few',
    at: service,
  },
  {
    type,
    reason: /Capacity is unavailable/i,
    hint: 'Deploy again later: AWS has no room for a task of this size in these zones now',
    at: service,
  },
  {
    type,
    reason: /circuit breaker|did not stabilize|failed to stabilize|exceeded attempts/i,
    hint: 'Check that the image is in the repository, and that the container listens on backend.service.port and answers the health check; see its log in the log group of the resource ServiceLogGroup',
    at: service,
    isGuess: true,
  },
  {
    type: 'AWS::ApplicationAutoScaling::',
    reason: /ConcurrentUpdate/i,
    hint: 'Deploy again: something else changed the scaling of the service at the same moment',
    at: [...service, 'scaling'],
  },
  {
    type: 'AWS::ApplicationAutoScaling::',
    reason: /ObjectNotFound|No scalable target|service doesn't exist|was not found/i,
    hint: 'Deploy again; if it fails again, destroy the backend and deploy it anew, and its database stays: someone deleted the service or its scaling by hand',
    at: [...service, 'scaling'],
    isGuess: true,
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
    reason: /Additional verification required/i,
    hint: 'Ask AWS Support, under "Account and billing", to allow a certificate for the domain: AWS wants to verify it first',
    at: ['backend', 'domain', 'name'],
  },
  {
    // https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
    type: 'AWS::CertificateManager::Certificate',
    reason: /length less than or equal to 64/i,
    hint: 'Choose a domain of at most 64 characters: a certificate cannot have a longer one, and AWS does not raise that',
    at: ['backend', 'domain', 'name'],
  },
  {
    // https://github.com/hashicorp/terraform-provider-aws/issues/35825
    type: 'AWS::CertificateManager::Certificate',
    reason: /too many domains/i,
    hint: 'Raise the quota "Domain names per ACM certificate" of AWS Certificate Manager in the Service Quotas console, or take aliases away: an account begins with 10 names for each certificate',
    at: ['backend', 'domain', 'aliases'],
  },
  {
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    reason: /certificate/i,
    hint: 'Check the certificate with "aws acm describe-certificate": it must be issued, in the region of the spec, for a full domain name, with an RSA key of 2048 to 4096 bits or an ECDSA key',
    at: ['backend', 'domain', 'certificateArn'],
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
    isGuess: true,
  },
];
