import type { ResolvedSpec } from '../../../build/generated/resolved-spec.ts';
import type { Finding } from '../../../compiler/diagnostics/diagnostic.ts';
import { eitherOf, toInternet } from '../../../compiler/modules/edits.ts';
import type { SpecOn } from '../../../compiler/modules/module.ts';
import { readSecretSource } from '../../../compiler/modules/secret-source.ts';
import type { Derived } from '../../../compiler/spec/derived.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import type { Endpoint } from '../../../compiler/modules/vpc-endpoints.ts';

type Spec = SpecOn<'fargate'>;
export type Choice = Spec['backend']['service']['subnets'];
export type Network = NonNullable<NonNullable<ResolvedSpec['shared']>['network']>;

const subnetsPath: SpecPath = ['backend', 'service', 'subnets'];
const visibilityPath: SpecPath = ['backend', 'service', 'visibility'];
const networkPath: SpecPath = ['shared', 'network'];

/** Where the tasks run; `undefined` in the subnets of the database. */
export function placeOf({ shared, backend }: Spec): Choice {
  return backend.service.subnets ?? (shared?.network ? 'public' : undefined);
}

/** The exports that load balancer and tasks take their subnets from. */
export function placementValues(spec: Spec): Readonly<Record<string, Derived>> {
  const place = placeOf(spec);
  const from = subnetsPath;
  const isInternal = spec.backend.service.visibility === 'internal';
  const exported = (kind: '' | 'Public' | 'Private', source = from): Derived => ({
    value: `\${SharedStackName}-${kind}SubnetIds`,
    tag: 'Sub',
    from: source,
  });
  return {
    'backend.service.scheme': { value: isInternal ? 'internal' : 'internet-facing', from: visibilityPath },
    // A target group belongs to one load balancer for good. With another port it is replaced too.
    'backend.service.targetPort': { value: isInternal ? 8080 : 80, from: visibilityPath },
    'backend.service.loadBalancerSubnets': isInternal
      ? exported('Private', visibilityPath)
      : exported(place === undefined ? '' : 'Public'),
    'backend.service.taskSubnets': exported(
      place === undefined ? '' : place === 'public' ? 'Public' : 'Private',
    ),
    'backend.service.assignPublicIp': { value: place === 'private' ? 'DISABLED' : 'ENABLED', from },
  };
}

/** Where tasks may stand, in a spec that makes the shared stack itself. */
export function placementFindings({
  network,
  subnets,
}: {
  readonly network: Network | undefined;
  readonly subnets: NonNullable<Choice>;
}): Finding[] {
  if (network) return [];
  return [
    {
      code: 'needs-other-setting',
      path: subnetsPath,
      message: `"subnets: ${subnets}" needs subnets of that kind, which only "network" makes`,
      hint: `Add "network" under shared, for example network: { nat: one }${subnets === 'public' ? ', or remove "subnets": the tasks then run in the subnets of the database, which have a route to the internet' : ''}`,
    },
  ];
}

interface Visible {
  readonly visibility: Spec['backend']['service']['visibility'];
  readonly ipAddressType: Spec['backend']['service']['ipAddressType'];
  /** Missing in a spec that uses the shared stack of another. */
  readonly shared: ResolvedSpec['shared'];
}

/** An internal load balancer stands in the private subnets, which have no IPv6. */
export function visibilityFindings({ visibility, ipAddressType, shared }: Visible): Finding[] {
  if (visibility !== 'internal') return [];
  const findings: Finding[] = [];
  if (shared && !shared.network) {
    findings.push({
      code: 'needs-other-setting',
      path: visibilityPath,
      message: 'An internal load balancer stands in private subnets, and this spec has none',
      ...eitherOf('Write', [
        { path: networkPath, value: { nat: 'none' }, words: '"network: { nat: none }" under shared' },
        toInternet,
      ]),
    });
  }
  if (ipAddressType === 'dualStack') {
    const path: SpecPath = ['backend', 'service', 'ipAddressType'];
    findings.push({
      code: 'conflicting-properties',
      path,
      at: 'key',
      message: 'The private subnets have no IPv6, so an internal load balancer cannot be reached by it',
      ...eitherOf('', [
        { path, value: undefined, words: 'Remove "ipAddressType"' },
        { ...toInternet, words: `write ${toInternet.words}` },
      ]),
      related: { path: visibilityPath, message: '"visibility" is here' },
    });
  }
  return findings;
}

interface Balancer extends Pick<Visible, 'visibility'> {
  readonly network: Network;
  readonly subnets: Choice;
}

/** A load balancer that clients reach from the internet stands in public subnets, and so do tasks without a choice. */
export function balancerFindings({ network, visibility, subnets }: Balancer): Finding[] {
  if (network.vpcId === undefined || network.publicSubnetIds) return [];
  const isInternal = visibility === 'internal';
  if (isInternal && subnets === 'private') return [];
  const publicIds = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
  return [
    {
      code: 'missing-property',
      path: networkPath,
      at: 'key',
      message: `The property "publicSubnetIds" is missing: the ${isInternal ? 'tasks stand' : 'load balancer stands'} in them`,
      ...(isInternal
        ? eitherOf('Write', [
            { path: subnetsPath, value: 'private', words: '"subnets: private" under backend.service' },
            {
              path: [...networkPath, 'publicSubnetIds'],
              value: publicIds,
              words: `"publicSubnetIds: [${publicIds.join(', ')}]" under shared.network`,
            },
          ])
        : { hint: `Add it, for example publicSubnetIds: [${publicIds.join(', ')}]` }),
    },
  ];
}

interface Start {
  readonly region: string;
  readonly network: Network;
  readonly subnets: Choice;
  readonly secrets: Readonly<Record<string, string>>;
  /** Whether the tasks get the password of a database. */
  readonly database: object | undefined;
}

/**
 * What AWS reads for a task before its container runs goes through the task's own network interface: the image, the
 * secrets, the log. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
export function startFindings({ region, network, subnets, secrets, database }: Start): Finding[] {
  // What an existing VPC has is looked at when a deployment is planned.
  if (subnets !== 'private' || network.nat !== 'none' || network.vpcId !== undefined) return [];
  const sources = Object.values(secrets).map((text) => readSecretSource(text).service);
  const needed: readonly Endpoint[] = [
    'ecr',
    's3',
    'logs',
    ...(database || sources.includes('secretsmanager') ? (['secretsManager'] as const) : []),
    ...(sources.includes('ssm') ? (['ssm'] as const) : []),
  ];
  const missing = needed.filter((each) => !network.endpoints.includes(each));
  const elsewhere = secretsElsewhere(secrets, region);
  return missing.length > 0 ? [noWayOut(network, missing), ...elsewhere] : elsewhere;
}

function noWayOut({ endpoints }: Network, missing: readonly Endpoint[]): Finding {
  const all = [...new Set([...endpoints, ...missing])];
  const natPath = [...networkPath, 'nat'];
  return {
    code: 'unreachable-services',
    path: subnetsPath,
    message: `Tasks in the private subnets could not start: without NAT, nothing leads to ${missing.join(', ')}`,
    ...eitherOf('Write', [
      { path: natPath, value: 'one', words: '"nat: one" under shared.network' },
      { path: natPath, value: 'perZone', words: '"nat: perZone"' },
      {
        path: [...networkPath, 'endpoints'],
        value: all,
        words: `"endpoints: [${all.join(', ')}]" under shared.network`,
      },
    ]),
    related: { path: [...networkPath, 'nat'], message: '"nat" is here' },
  };
}

/** An endpoint leads to the services of its own region only. */
function secretsElsewhere(secrets: Readonly<Record<string, string>>, region: string): Finding[] {
  return Object.entries(secrets).flatMap(([name, text]): Finding[] => {
    const [, other = region] = /^arn:[^:]*:[^:]*:([^:]*):/.exec(text) ?? [];
    if (other === region) return [];
    return [
      {
        code: 'unreachable-services',
        path: ['backend', 'service', 'secrets', name],
        message: `"${name}" is in ${other}, and without NAT the tasks reach the services of ${region} only`,
        hint: `Name a secret or parameter in ${region}, or write "nat: one" under shared.network`,
      },
    ];
  });
}
