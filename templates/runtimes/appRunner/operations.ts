import type { RuntimeOperations } from '../../../compiler/modules/operations.ts';
import { readDomain } from './domain-state.ts';
import { failureRules } from './failures.ts';
import { restart } from './restart.ts';
import { connectsNow, readService } from './service-state.ts';

/** https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html */
const beside =
  'AWS starts new instances beside the running ones, which stay if those do not become healthy; the URL stays too';

export const operations: RuntimeOperations = {
  serviceType: 'AWS::AppRunner::Service',
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apprunner-service.html
  tagsAreFixed: true,
  connectsFrom: (property) =>
    property('NetworkConfiguration', 'EgressConfiguration', 'EgressType') === 'VPC' ? 'vpc' : 'internet',
  connectsNow,
  move: {
    here: ({ backend }) =>
      backend.domain
        ? 'AWS creates the App Runner service and points the domain to it (the domain answers when its certificate is active, mostly within minutes, at worst after 48 hours)'
        : 'AWS creates the App Runner service',
    away: 'AWS removes the App Runner service with its URL',
    vpc: `The service moves into the VPC. ${beside}; the first time in the VPC this takes two to five minutes more`,
    internet: `The service leaves the VPC. ${beside}; the VPC connector goes last`,
  },
  failureRules,
  readService,
  restart,
  readDomain,
  aliasesApart: true,
  // https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cwl.html
  logGroups: ({ ServiceArn = '' }) => {
    const [, name, id] = ServiceArn.split('/');
    return name === undefined || id === undefined ? [] : [`/aws/apprunner/${name}/${id}/`];
  },
};
