import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { eitherOf } from '../../../compiler/modules/edits.ts';
import { hardeningOf, measurePath } from '../../../compiler/modules/measures.ts';
import type { Runtime, SpecOn } from '../../../compiler/modules/module.ts';
import { listOutbound } from '../../../compiler/modules/outbound.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';

type Spec = SpecOn<'fargate'>;

export const measures: Runtime['measures'] = {
  accessLog: true,
  loadBalancerProtection: true,
  containerInsights: true,
  readOnlyRoot: true,
  containerUser: true,
};

/** In the words of Amazon ECS. */
const insights = { enhanced: 'enhanced', standard: 'enabled', off: 'disabled' } as const;

export function measureFragments(spec: Spec): readonly string[] {
  const { accessLog, containerInsights, customerKeys, limitOutbound } = hardeningOf(spec);
  return [
    ...(accessLog ? ['backend/access-log'] : []),
    ...(containerInsights === undefined ? [] : ['backend/container-insights']),
    ...(customerKeys === 'off' ? [] : ['backend/log-with-key']),
    ...(limitOutbound ? ['backend/limited-outbound'] : []),
  ];
}

export function measureValues(spec: Spec): Readonly<Record<string, Derived>> {
  const settings = hardeningOf(spec);
  const { readOnlyRoot, containerUser, containerInsights, logRetentionDays } = settings;
  const { accessLog, loadBalancerProtection } = settings;
  return {
    'backend.service.outbound': listOutbound(spec),
    'backend.service.readOnlyRoot': {
      value: readOnlyRoot ? true : null,
      from: measurePath('readOnlyRoot'),
    },
    'backend.service.user': {
      value: containerUser === 'image' ? null : containerUser,
      from: measurePath('containerUser'),
    },
    'backend.service.linuxParameters': linuxParameters(settings),
    'backend.service.insights': {
      value: insights[containerInsights ?? 'off'],
      from: measurePath('containerInsights'),
    },
    'backend.service.accessLogText': { value: String(accessLog), from: measurePath('accessLog') },
    'backend.service.protectionText': {
      value: String(loadBalancerProtection),
      from: measurePath('loadBalancerProtection'),
    },
    'backend.service.accessLogRetention': { value: logRetentionDays, from: measurePath('logRetentionDays') },
  };
}

/**
 * In memory, because everybody can write to /tmp there: it has the rights of the image's folder. A volume of Fargate belongs to root, unless
 * the image declares it.
 * https://github.com/moby/moby/issues/40881
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 * https://aws.amazon.com/about-aws/whats-new/2026/01/amazon-ecs-tmpfs-mounts-aws-fargate-managed-instances/
 */
function linuxParameters({
  readOnlyRoot,
  writablePaths,
  writableMiB,
}: ReturnType<typeof hardeningOf>): Derived {
  const from = measurePath('writablePaths');
  if (!readOnlyRoot || writablePaths.length === 0) return { value: null, from };
  const mounts = [...writablePaths].sort().map((path): Derived => ({
    value: {
      ContainerPath: { value: path, from },
      Size: { value: writableMiB, from: measurePath('writableMiB') },
    },
    from,
  }));
  return { value: { Tmpfs: { value: mounts, from } }, from };
}

/**
 * A task reaches its image, secrets and log through its own network interface, endpoints too.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 */
export function outboundFindings(spec: Pick<Spec, 'options'>): Finding[] {
  const { limitOutbound, outboundPorts } = hardeningOf(spec);
  const ports: readonly number[] = outboundPorts;
  if (!limitOutbound || ports.includes(443)) return [];
  const path = measurePath('outboundPorts');
  const enough = [443, ...ports];
  return [
    {
      code: 'unreachable-services',
      path,
      message: 'Tasks could not start: they reach their image, secrets and log at port 443 only',
      ...eitherOf('Write', [
        { path, value: enough, words: `"outboundPorts: [${enough.join(', ')}]"` },
        { path: measurePath('limitOutbound'), value: false, words: '"limitOutbound: false"' },
      ]),
    },
  ];
}
