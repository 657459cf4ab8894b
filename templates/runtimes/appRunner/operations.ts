import type { RuntimeOperations } from '../../../compiler/modules/operations.ts';
import { readDomain } from './domain-state.ts';
import { failureRules } from './failures.ts';
import { readService } from './service-state.ts';

export const operations: RuntimeOperations = {
  serviceType: 'AWS::AppRunner::Service',
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apprunner-service.html
  tagsAreFixed: true,
  move: {
    here: ({ backend }) =>
      backend.domain
        ? 'its service is made first; then the domain points to it, and answers there when its certificate is active: mostly within minutes, at worst after 48 hours'
        : 'its service is made first',
    away: 'the service of App Runner is removed with its URL',
  },
  failureRules,
  readService,
  readDomain,
};
