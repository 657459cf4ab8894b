import type { Finding } from '../../diagnostics/diagnostic.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { wordMeasure } from '../../modules/measures.ts';
import type { SpecPath } from '../../spec/path.ts';
import { findCertificateObstacles } from './certificate.ts';
import type { DeployContext } from './deploy-context.ts';
import { findDnsObstacles } from './dns.ts';
import type { DnsLook } from './dns.ts';
import type { StackPlan } from './plan.ts';

/**
 * What would stop the deployment after a part of it, and can be seen before anything is changed. `lacks` is what the
 * build script says about this machine.
 */
export async function findObstacles(
  plans: readonly StackPlan[],
  lacks: readonly string[],
  look: DnsLook & { readonly context: DeployContext },
): Promise<readonly Finding[]> {
  const [dns, certificate] = await Promise.all([
    findDnsObstacles(plans, { ...look, mayBePrivate: isInside(look.context) }),
    findCertificateObstacles(plans, look),
  ]);
  return [
    ...lacks.map((problem) => wordProblem(problem, look.context)),
    ...findHeldBalancers(plans),
    ...dns,
    ...certificate,
  ];
}

/** A load balancer that AWS refuses to delete would stay behind, outside the stack, and keep its security group there. */
function findHeldBalancers(plans: readonly StackPlan[]): readonly Finding[] {
  return plans
    .flatMap(({ changes }) => changes)
    .filter(({ type, isHeld }) => isHeld && type === 'AWS::ElasticLoadBalancingV2::LoadBalancer')
    .map(({ logicalId, action, from }) => ({
      code: 'not-ready-to-deploy',
      path: from,
      at: 'key',
      message: `${logicalId} would be ${action === 'delete' ? 'deleted' : 'replaced'}, and its deletion protection is on`,
      hint: `First deploy the present spec with ${wordMeasure('loadBalancerProtection', false)}`,
    }));
}

/** AWS validates a certificate that it issues itself through a public zone. */
function isInside({ resolved }: DeployContext): boolean {
  const { service, domain } = resolved.spec.backend;
  return service.visibility === 'internal' && domain?.certificateArn !== undefined;
}

/** The first line of a problem is the message; what other programs say about it follows. */
function wordProblem(problem: string, { resolved }: DeployContext): Finding {
  const [message = '', ...words] = problem.split('\n');
  const build: SpecPath = ['backend', 'build'];
  const path = isGiven(resolved.tree, build) ? build : ['backend'];
  return {
    code: 'not-ready-to-deploy',
    path,
    at: 'key',
    message: [message, ...words.map((line) => line.trim())].join(' ').replace(/[.:]$/, ''),
    hint: 'Mend this on the machine that builds, or give the URI of an image with --image',
  };
}
