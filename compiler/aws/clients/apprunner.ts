import {
  AppRunnerClient,
  DescribeCustomDomainsCommand,
  DescribeServiceCommand,
  ListOperationsCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-apprunner';
import { clientWith } from './client-with.ts';

export const Client = clientWith(AppRunnerClient, {
  DescribeCustomDomainsCommand,
  DescribeServiceCommand,
  ListOperationsCommand,
  StartDeploymentCommand,
});
