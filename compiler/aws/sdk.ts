// The parts of the AWS SDK that archc uses; only this file and the clients import it. The build bundles them into a file of
// its own, which only commands that talk to AWS load.
export { defaultProvider } from '@aws-sdk/credential-provider-node';
export { loadConfig, loadSharedConfigFiles } from '@smithy/core/config';
export { NODE_MAX_ATTEMPT_CONFIG_OPTIONS, NODE_RETRY_MODE_CONFIG_OPTIONS } from '@smithy/core/retry';
export { NodeHttpHandler } from '@smithy/node-http-handler';

/** The clients of AWS's services, by the names with which modules call them. Each is evaluated when it is used. */
export const clients = {
  acm: () => import('./clients/acm.ts'),
  apprunner: () => import('./clients/apprunner.ts'),
  cloudformation: () => import('./clients/cloudformation.ts'),
  cloudwatch: () => import('./clients/cloudwatch.ts'),
  ec2: () => import('./clients/ec2.ts'),
  ecr: () => import('./clients/ecr.ts'),
  ecs: () => import('./clients/ecs.ts'),
  elbv2: () => import('./clients/elbv2.ts'),
  logs: () => import('./clients/logs.ts'),
  pricing: () => import('./clients/pricing.ts'),
  rds: () => import('./clients/rds.ts'),
  route53: () => import('./clients/route53.ts'),
  sns: () => import('./clients/sns.ts'),
  sts: () => import('./clients/sts.ts'),
};
