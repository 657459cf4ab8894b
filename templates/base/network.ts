import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Derived } from '../../compiler/spec/derived.ts';
import type { SpecPath } from '../../compiler/spec/path.ts';

const path: SpecPath = ['shared', 'network'];

type Shared = NonNullable<ResolvedSpec['shared']>;
type Network = NonNullable<Shared['network']>;

/** Whether the database's own subnets have a route to the internet. Without `network`, everything stands in them. */
export function databaseRouteOf({ network, database }: Shared): 'none' | 'internet' {
  if (!network) return 'internet';
  return network.databaseRoute ?? (database?.access === 'public' ? 'internet' : 'none');
}

/** The fragments of the network, in the order in which templates have had their resources from the start. */
export function networkFragments(shared: Shared): readonly string[] {
  const { network } = shared;
  if (network?.vpcId !== undefined) {
    return [
      'shared/existing-network',
      ...(network.publicSubnetIds ? ['shared/existing-public-subnets'] : []),
    ];
  }
  const hasRoute = databaseRouteOf(shared) === 'internet';
  return [
    'shared/network',
    ...(hasRoute ? ['shared/database-route'] : []),
    'shared/subnets',
    'shared/ipv6',
    ...(hasRoute ? ['shared/database-route-ipv6'] : []),
    ...(network ? tierFragments(network) : []),
  ];
}

function tierFragments({ nat, endpoints }: Network): readonly string[] {
  return [
    'shared/public-subnets',
    'shared/private-subnets',
    ...(nat === 'none' ? [] : ['shared/nat', nat === 'one' ? 'shared/nat-one' : 'shared/nat-per-zone']),
    ...(endpoints.some((each) => each !== 's3') ? ['shared/endpoint-security-group'] : []),
    ...Object.entries(endpointFragments)
      .filter(([name]) => endpoints.some((each) => each === name))
      .map(([, fragment]) => fragment),
  ];
}

const endpointFragments: Readonly<Record<Network['endpoints'][number], string>> = {
  ecr: 'shared/endpoint-ecr',
  s3: 'shared/endpoint-s3',
  logs: 'shared/endpoint-logs',
  secretsManager: 'shared/endpoint-secrets-manager',
  ssm: 'shared/endpoint-ssm',
};

export function networkValues(shared: Shared, region: string): Readonly<Record<string, Derived>> {
  const { vpcId, publicSubnetIds, privateSubnetIds } = shared.network ?? {};
  const [first, second] = databaseZones(shared, region);
  const joined = (key: string, ids: readonly string[] | undefined): Derived => ({
    value: ids?.join(',') ?? null,
    from: [...path, key],
  });
  return {
    // A route leads to an address that is public.
    'shared.database.writerDependsOn': {
      value: vpcId === undefined && databaseRouteOf(shared) === 'internet' ? 'DefaultRoute' : null,
      from: [...path, 'databaseRoute'],
    },
    'shared.network.vpc':
      vpcId === undefined
        ? { value: 'Vpc', tag: 'Ref', from: ['shared', 'vpcCidr'] }
        : { value: vpcId, from: [...path, 'vpcId'] },
    'shared.network.privateIds': joined('privateSubnetIds', privateSubnetIds),
    'shared.network.publicIds': joined('publicSubnetIds', publicSubnetIds),
    'shared.database.subnets.0': databaseSubnet(shared, 0),
    'shared.database.subnets.1': databaseSubnet(shared, 1),
    'shared.database.zones.0': first,
    'shared.database.zones.1': second,
  };
}

/** In an existing VPC the database stands in its private subnets. */
function databaseSubnet({ network }: Shared, index: 0 | 1): Derived {
  const id = network?.vpcId === undefined ? undefined : network.privateSubnetIds?.[index];
  return id === undefined
    ? { value: `Subnet${index + 1}`, tag: 'Ref', from: ['shared', 'subnetCidrs'] }
    : { value: id, from: [...path, 'privateSubnetIds', index] };
}

/** The zones of the database's two subnets. */
export function databaseZones(
  { network, availabilityZones }: Shared,
  region: string,
): readonly [Derived, Derived] {
  const zone = (index: 0 | 1): Derived => {
    const from: SpecPath = ['shared', 'availabilityZones'];
    const letter = availabilityZones[index].slice(region.length);
    return network?.vpcId === undefined
      ? { value: `Subnet${index + 1}.AvailabilityZone`, tag: 'GetAtt', from }
      : { value: `\${AWS::Region}${letter}`, tag: 'Sub', from };
  };
  return [zone(0), zone(1)];
}
