import { fargate, handler } from './failure-text.ts';
import type { FailureText } from './failure-text.ts';

/** A service's failure, with what ECS says about its last task. */
const stopped = (why: string) =>
  `${handler("Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.", 'GeneralServiceException')}: the last task stopped: ${why}`;

/** Failures of a service on ECS and of what it needs. */
export const fargateTexts: readonly FailureText[] = [
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: `${handler('The deployment was rolled back', 'GeneralServiceException')}: alarm detected: ErrorsAlarm went off: Threshold Crossed`,
    hint: /^Look in the log of the resource ServiceLogGroup for what the new version answers/,
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped(
      'Unexpected EC2 error while attempting to Create Network Interface in subnet subnet-1: InsufficientFreeAddressesInSubnet',
    ),
    hint: /addresses/,
    at: 'shared.subnetCidrs',
  },
  // B10; aws/copilot-cli#3518
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped(
      'CannotPullECRContainerError: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/todo-backend-ExecutionRole-1/1 is not authorized to perform: ecr:BatchCheckLayerAvailability on resource: arn:aws:ecr:eu-west-1:123456789012:repository/team/api because no identity-based policy allows the ecr:BatchCheckLayerAvailability action',
    ),
    hint: /the ExecutionRole may pull from the repository in ImageUri/,
    at: 'backend.service',
  },
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped(
      "CannotPullContainerError: The task can't pull the image 'x/y:1' from Amazon ECR using the task execution role. Check that the role has the permissions to pull images from the registry.",
    ),
    hint: /the ExecutionRole may pull from the repository in ImageUri/,
    at: 'backend.service',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped(
      'CannotPullContainerError: The task cannot pull x/y:1 from the registry. There is a connection issue between the task and the registry. Check your task network configuration.',
    ),
    hint: /network ACLs/,
    at: 'backend.service',
    isGuess: true,
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('CannotPullContainerError: failed to resolve ref host/todo:2: host/todo:2: not found'),
    hint: /the image is in the repository/,
    at: 'backend.service',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped(
      "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'",
    ),
    hint: /for the processor of backend\.service\.architecture/,
    at: 'backend.service.architecture',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('CannotPullContainerError: failed to extract layer: write: no space left on device'),
    hint: /ephemeralStorageGiB/,
    at: 'backend.service.ephemeralStorageGiB',
  },
  // GiamPy5/terraform-aws-directus#10
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped(
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:x from secrets manager: AccessDeniedException: Access to KMS is not allowed',
    ),
    hint: /^List the KMS key/,
    at: 'backend.service.secrets',
  },
  // aws/containers-roadmap#385
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped(
      'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: retrieved secret from Secrets Manager did not contain json key password',
    ),
    hint: /JSON keys/,
    at: 'backend.service.secrets',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped(
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
    ),
    hint: /ServiceLogGroup was deleted/,
    at: 'backend.service',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped(
      "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    ),
    hint: /Check backend\.service\.secrets/,
    at: 'backend.service.secrets',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('Essential container in task exited (OutOfMemoryError: Container killed; exit code 137)'),
    hint: /Raise backend\.service\.memory, or/,
    at: 'backend.service.memory',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('Task failed ELB health checks: Health checks failed with these codes: [404]'),
    hint: /healthCheck\.path/,
    at: 'backend.service.healthCheck.path',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('Task failed ELB health checks in (target-group arn:aws:x)'),
    hint: /on every address/,
    at: 'backend.service.healthCheck',
    isGuess: true,
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('Essential container in task exited (exit code 255)'),
    log: 'exec /usr/local/bin/node: exec format error',
    hint: /for the processor of/,
    at: 'backend.service.architecture',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('Essential container in task exited (exit code 1)'),
    log: 'ERROR 3159 (HY000): Connections using insecure transport are prohibited while --require_secure_transport=ON.',
    hint: /connect with TLS/,
    at: 'backend.service',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('Essential container in task exited (exit code 137)'),
    hint: /killed mostly because/,
    at: 'backend.service.memory',
    isGuess: true,
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('Essential container in task exited (exit code 1)'),
    hint: /ended by itself/,
    at: 'backend.service',
    isGuess: true,
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped("You've reached the limit on the number of vCPUs you can run concurrently"),
    hint: /Fargate On-Demand vCPU/,
    at: 'backend.service',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: stopped('Capacity is unavailable at this time. Please try again later or in a different zone'),
    hint: /^Deploy again later/,
    at: 'backend.service',
  },
  {
    logicalId: 'EcsService',
    spec: fargate,
    text: handler(
      "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.",
      'GeneralServiceException',
    ),
    hint: /listens on backend\.service\.port/,
    at: 'backend.service',
    isGuess: true,
  },
  // aws-samples/baseline-environment-on-aws#238
  {
    logicalId: 'Cluster',
    spec: fargate,
    text: handler(
      'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
    ),
    hint: /^Deploy again: AWS creates a role for ECS/,
    at: 'backend.service',
  },
  {
    logicalId: 'TaskDefinition',
    spec: fargate,
    text: handler('Too many concurrent attempts to create a new revision of the specified family.'),
    hint: /^Deploy again: something else/,
    at: 'backend.service',
  },
  {
    logicalId: 'LoadBalancer',
    spec: fargate,
    text: 'You must specify subnets with an associated IPv6 CIDR block.',
    hint: /^Deploy the shared stack first/,
    at: 'backend.service.ipAddressType',
  },
  {
    logicalId: 'LoadBalancer',
    spec: fargate,
    text: handler('This AWS account currently does not support creating load balancers.'),
    hint: /AWS Support/,
    at: 'backend.service',
  },
  // cloudposse/terraform-aws-ecs-cloudwatch-autoscaling#36
  {
    logicalId: 'ScalingPolicy',
    type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    spec: fargate,
    text: handler(
      'ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: service/a/b, scalable dimension: ecs:service:DesiredCount',
      'NotFound',
    ),
    hint: /^Deploy again/,
    at: 'backend.service.scaling',
    isGuess: true,
  },
  {
    logicalId: 'ScalableTarget',
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    spec: fargate,
    text: handler('ConcurrentUpdateException: Concurrent updates caused an exception'),
    hint: /at the same moment/,
    at: 'backend.service.scaling',
  },
];
