import { handler } from './failure-text.ts';
import type { FailureText } from './failure-text.ts';

/** Failures of a service on App Runner. */
export const appRunnerTexts: readonly FailureText[] = [
  {
    logicalId: 'Service',
    text: handler(
      'Account 123456789012 is restricted and can support only two App Runner services per region at the moment.',
    ),
    hint: /^Delete a service of App Runner/,
    at: 'backend.service.runtime',
  },
  // aws/aws-cdk#4912
  {
    logicalId: 'ServiceEndpoint',
    spec: 'app-runner-internal',
    text: handler(
      'The VPC endpoint service com.amazonaws.us-east-1.apprunner.requests does not support the availability zone of the subnet: subnet-1. (Service: Ec2, Status Code: 400)',
    ),
    hint: /or write "visibility: internet"/,
    at: 'backend.service.visibility',
  },
  // hashicorp/terraform-provider-aws#24531
  {
    logicalId: 'Service',
    text: handler('ImageRepositoryType ECR does not match the image identifier public.ecr.aws/x/y:1'),
    hint: /an ECR repository of this account/,
    at: 'backend.service',
  },
  // aws-containers/hello-app-runner#3
  {
    logicalId: 'Service',
    text: handler('Error in assuming access role arn:aws:iam::123456789012:role/x'),
    hint: /EcrAccessRole/,
    at: 'backend.service',
    isGuess: true,
  },
  // aws/apprunner-roadmap#46
  {
    logicalId: 'Service',
    text: handler('Deployment with ID : 1 failed. Failure reason : Failed to copy the image from ECR'),
    hint: /linux\/amd64/,
    at: 'backend.service',
    isGuess: true,
  },
  {
    logicalId: 'Service',
    text: handler('exec /bin/node: exec format error', 'NotStabilized'),
    hint: /^Build the image for linux\/amd64/,
    at: 'backend.service',
  },
  {
    logicalId: 'Service',
    text: handler('Failed to pull your application image.', 'NotStabilized'),
    hint: /the image is in the repository/,
    at: 'backend.service',
    isGuess: true,
  },
  {
    logicalId: 'Service',
    text: handler('Health check failed on protocol `HTTP`[Path: `/`], [Port: `8080`]', 'NotStabilized'),
    hint: /answer the health check/,
    at: 'backend.service.healthCheck',
  },
  // aws-samples/redcap-on-aws#11
  {
    logicalId: 'Service',
    text: handler('Your service failed to create. Review the application logs.', 'NotStabilized'),
    hint: /listens on backend\.service\.port/,
    at: 'backend.service',
    isGuess: true,
  },
  // archc's own words after --restart, since AWS gives only the operation's state.
  {
    logicalId: 'Service',
    text: 'the new instances did not become healthy, and App Runner keeps the former ones (START_DEPLOYMENT: ROLLBACK_SUCCEEDED)',
    hint: /^Check that every secret/,
    at: 'backend.service',
  },
  {
    logicalId: 'Service',
    text: handler('App Runner is not available to new customers'),
    hint: /^Choose another runtime/,
    at: 'backend.service.runtime',
  },
  // aws/apprunner-roadmap#161
  {
    logicalId: 'VpcConnector',
    text: handler(
      'Provided VPC connector arn is being used by other services. ARN: arn:aws:apprunner:eu-west-1:123456789012:vpcconnector/x/1/y',
    ),
    hint: /^Try again in some minutes/,
  },
  {
    logicalId: 'VpcConnector',
    text: handler(
      'User: arn:aws:iam::123456789012:user/x is not authorized to perform: iam:CreateServiceLinkedRole on resource: arn:aws:iam::123456789012:role/aws-service-role/networking.apprunner.amazonaws.com/AWSServiceRoleForAppRunnerNetworking',
      'AccessDenied',
    ),
    hint: /AWSServiceRoleForAppRunnerNetworking/,
    at: 'backend.service.egress',
  },
  {
    logicalId: 'ServiceSecurityGroup',
    text: handler('resource sg-0123 has a dependent object (Service: Ec2, Status Code: 400)'),
    hint: /^Try again in some minutes: App Runner's network interfaces/,
    isGuess: true,
  },
  // App Runner's guide says that it names both; its exact words are public nowhere.
  {
    logicalId: 'Service',
    text: handler('The subnet subnet-1 is in Availability Zone use1-az3, which App Runner does not support.'),
    hint: /^Choose other zones for a new shared stack/,
    at: 'backend.service.egress',
    isGuess: true,
  },
  {
    logicalId: 'VpcConnector',
    text: handler('VpcConnector quota exceeded', 'ServiceLimitExceeded'),
    hint: /Service Quotas/,
  },
];
