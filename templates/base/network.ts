import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Derived } from '../../compiler/spec/derived.ts';

type Shared = NonNullable<ResolvedSpec['shared']>;
type Network = NonNullable<Shared['network']>;

/** Whether the database's own subnets have a route to the internet. Without `network`, everything stands in them. */
export function databaseRouteOf({ network, database }: Shared): 'none' | 'internet' {
  if (!network) return 'internet';
  return network.databaseRoute ?? (database?.access === 'public' ? 'internet' : 'none');
}

/** The fragments of the network, in the order in which templates have had their resources from the start. */
export function networkFragments(shared: Shared): readonly string[] {
  const hasRoute = databaseRouteOf(shared) === 'internet';
  return [
    'shared/network',
    ...(hasRoute ? ['shared/database-route'] : []),
    'shared/subnets',
    'shared/ipv6',
    ...(hasRoute ? ['shared/database-route-ipv6'] : []),
    ...(shared.network ? tierFragments(shared.network) : []),
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

export function networkValues(shared: Shared): Readonly<Record<string, Derived>> {
  return {
    // A route leads to an address that is public.
    'shared.database.writerDependsOn': {
      value: databaseRouteOf(shared) === 'internet' ? 'DefaultRoute' : null,
      from: ['shared', 'network', 'databaseRoute'],
    },
  };
}
