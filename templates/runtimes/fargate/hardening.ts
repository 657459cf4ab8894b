import type { Runtime, SpecOn } from '../../../compiler/modules/module.ts';
import { limitsOutbound, listOutbound } from '../../../compiler/modules/outbound.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';

type Spec = SpecOn<'fargate'>;

const settings: SpecPath = ['options', 'hardening'];

export const measures: Runtime['measures'] = {
  accessLog: true,
  loadBalancerProtection: true,
  containerInsights: true,
  readOnlyRoot: true,
  containerUser: true,
};

export function hardeningFragments(spec: Spec): readonly string[] {
  const { hardening } = spec.options;
  if (!hardening) return [];
  return [
    ...(hardening.accessLog ? ['backend/access-log'] : []),
    ...(hardening.loadBalancerProtection ? ['backend/balancer-protection'] : []),
    ...(hardening.containerInsights === 'off' ? [] : ['backend/container-insights']),
    ...(limitsOutbound(spec) ? ['backend/limited-outbound'] : []),
  ];
}

export function hardeningValues(spec: Spec): Readonly<Record<string, Derived>> {
  const { hardening } = spec.options;
  const at = (value: Derived['value'], key: string): Derived => ({ value, from: [...settings, key] });
  const { readOnlyRoot = false, containerUser = 'image', containerInsights = 'off' } = hardening ?? {};
  return {
    'backend.service.outbound': listOutbound(spec),
    'backend.service.readOnlyRoot': at(readOnlyRoot ? true : null, 'readOnlyRoot'),
    'backend.service.user': at(containerUser === 'image' ? null : containerUser, 'containerUser'),
    'backend.service.linuxParameters': linuxParameters(hardening),
    'backend.service.insights': at(
      containerInsights === 'enhanced' ? 'enhanced' : 'enabled',
      'containerInsights',
    ),
    // A failed creation takes the key along, without which nobody reads the log.
    'backend.service.logDeletion': at(
      (hardening?.customerKeys ?? 'off') === 'off' ? 'Retain' : 'RetainExceptOnCreate',
      'customerKeys',
    ),
  };
}

/**
 * In memory, because everybody can write there; a volume of Fargate belongs to root, unless the image declares it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 * https://aws.amazon.com/about-aws/whats-new/2026/01/amazon-ecs-tmpfs-mounts-aws-fargate-managed-instances/
 */
function linuxParameters(hardening: Spec['options']['hardening']): Derived {
  const from = [...settings, 'writablePaths'];
  const { readOnlyRoot = false, writablePaths = [], writableMiB = 0 } = hardening ?? {};
  if (!readOnlyRoot || writablePaths.length === 0) return { value: null, from };
  const mounts = [...writablePaths].sort().map((path): Derived => ({
    value: {
      ContainerPath: { value: path, from },
      Size: { value: writableMiB, from: [...settings, 'writableMiB'] },
    },
    from,
  }));
  return { value: { Tmpfs: { value: mounts, from } }, from };
}
