import type { FailureRule } from '../../../compiler/modules/operations.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

const type = 'AWS::AppRunner::Service';
const connector = 'AWS::AppRunner::VpcConnector';
const egress: SpecPath = ['backend', 'service', 'egress'];

/** Why App Runner's resources fail, in AWS's words, and what to do about it. */
export const failureRules: readonly FailureRule[] = [
  {
    // https://github.com/aws/apprunner-roadmap/issues/161
    type: connector,
    reason: /being used by other services/i,
    hint: 'Try again in some minutes: App Runner lets go of a VPC connector only a while after the service that used it has changed or is gone',
  },
  {
    type: connector,
    reason: /service.?linked role|CreateServiceLinkedRole/i,
    hint: 'Let who deploys create the role AWSServiceRoleForAppRunnerNetworking, once in an account: "archc policy" prints the permission',
    at: egress,
  },
  {
    // https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
    type: 'AWS::EC2::SecurityGroup',
    reason: /DependencyViolation|has a dependent object/i,
    hint: 'Try again in some minutes: App Runner\'s network interfaces stay a while after their VPC connector is gone, and have the group until then. If it fails again, "aws ec2 describe-network-interfaces" shows what else uses it',
    isGuess: true,
  },
  {
    // https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html: which zones these are, no page says.
    type: 'AWS::AppRunner::',
    reason: /availability zone|unsupported subnet|subnets?.* not supported/i,
    hint: 'Choose other zones for a new shared stack: App Runner has no VPC connectors in the zones that AWS names. In this one, write "egress: internet" with "access: public", or "runtime: fargate"',
    at: egress,
    isGuess: true,
  },
  {
    // https://github.com/aws/aws-cdk/issues/4912
    type: 'AWS::EC2::VPCEndpoint',
    reason: /apprunner\.requests does not support the availability zone/i,
    hint: 'Choose other zones for a new shared stack, or write "visibility: internet": AWS has no endpoint of App Runner in the zone of this subnet. "aws ec2 describe-vpc-endpoint-services" lists the zones that have one',
    at: ['backend', 'service', 'visibility'],
  },
  {
    // Several projects report it, with a quota of 30; no page of AWS has it.
    type,
    reason: /is restricted and can support only/i,
    hint: 'Delete a service of App Runner that nothing needs any more, choose another region, or ask AWS Support to lift the restriction: AWS lets this account have only so many services in a region, whatever Service Quotas says',
    at: ['backend', 'service', 'runtime'],
  },
  {
    type,
    reason: /access role|AuthenticationConfiguration/i,
    hint: "Deploy again: the role EcrAccessRole, which App Runner reads the image with, may not have been ready in time. If it fails again, check that the image's repository lets this account pull",
    at: ['backend', 'service'],
    isGuess: true,
  },
  {
    type,
    reason: /ImageRepositoryType|repository type|ECR_PUBLIC/i,
    hint: 'Deploy an image of an ECR repository of this account: this URI belongs to another kind of repository',
    at: ['backend', 'service'],
  },
  {
    type,
    reason: /exec format error|descriptor matching platform/i,
    hint: 'Build the image for linux/amd64: build.sh does so, and any other build needs the same --platform',
    at: ['backend', 'service'],
  },
  {
    type,
    reason: /copy the image from ECR/i,
    // https://github.com/aws/apprunner-roadmap/issues/46: an image for arm64 fails in these words.
    hint: 'Check that the image is in the repository, and that it is built for linux/amd64, as build.sh does',
    at: ['backend', 'service'],
    isGuess: true,
  },
  {
    type,
    reason: /image.*(not (found|exist)|doesn't exist|invalid)|ImageNotFound|pull/i,
    hint: 'Check that the image is in the repository: deploy without --image, or run build.sh first and pass the URI that it prints',
    at: ['backend', 'service'],
    isGuess: true,
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
    isGuess: true,
  },
  {
    type,
    reason: /SubscriptionRequired|not (available|supported) (for|to) new|OptInRequired/i,
    hint: 'Choose another runtime: App Runner has been closed to new customers since 2026-04-30',
    at: ['backend', 'service', 'runtime'],
  },
];
