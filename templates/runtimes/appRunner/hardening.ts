import type { Runtime, SpecOn } from '../../../compiler/modules/module.ts';
import { limitsOutbound } from '../../../compiler/modules/outbound.ts';
import { isInternal } from './visibility.ts';

const managed = 'AWS runs its load balancer, out of your reach';
const fixed = 'It has no such setting: make the image so';

/** https://docs.aws.amazon.com/apprunner/latest/api/API_CreateService.html */
export const measures: Runtime['measures'] = {
  accessLog: managed,
  loadBalancerProtection: managed,
  containerInsights: 'Its metrics are always there, at no cost',
  readOnlyRoot: fixed,
  containerUser: fixed,
};

/** Without a VPC connector, the containers are in a network of AWS, which has no security group. */
export function hardeningFragments(spec: SpecOn<'appRunner'>): readonly string[] {
  return limitsOutbound(spec) && isInternal(spec.backend.service) ? ['backend/limited-endpoint'] : [];
}
