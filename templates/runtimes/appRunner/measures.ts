import { hardeningOf } from '../../../compiler/modules/measures.ts';
import type { Runtime, SpecOn } from '../../../compiler/modules/module.ts';
import { egressFragments } from './egress.ts';
import { isInternal } from './visibility.ts';

const managed = 'AWS runs its load balancer, out of your reach';
const fixed = 'only the image decides that';

/** https://docs.aws.amazon.com/apprunner/latest/api/API_CreateService.html */
export const measures: Runtime['measures'] = {
  accessLog: managed,
  loadBalancerProtection: managed,
  containerInsights: 'its metrics are always there',
  readOnlyRoot: fixed,
  containerUser: fixed,
};

/** Without a VPC connector, the containers are in a network of AWS, which has no security group. */
export function measureFragments(spec: SpecOn<'appRunner'>): readonly string[] {
  if (!hardeningOf(spec).limitOutbound) return [];
  return [
    ...(egressFragments(spec).length > 0 ? ['backend/limited-connector'] : []),
    ...(isInternal(spec.backend.service) ? ['backend/limited-endpoint'] : []),
  ];
}
