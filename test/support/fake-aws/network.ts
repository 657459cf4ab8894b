import type { AwsCall } from '../../../compiler/modules/operations.ts';

/** A network in an account, as EC2 describes it. */
export interface FakeNetwork {
  readonly vpcs: readonly string[];
  /** Attributes that are off: `enableDnsSupport`. */
  readonly off?: readonly string[];
  readonly subnets: readonly FakeSubnet[];
}

export interface FakeSubnet {
  readonly id: string;
  readonly vpc: string;
  readonly zone: string;
  /** Where its own route table leads to, by destination; without one, the VPC's main table, which has no routes. */
  readonly routes?: Readonly<Record<string, string>>;
  readonly hasIpv6?: boolean;
}

interface Input {
  readonly Attribute?: string;
  readonly Filters?: readonly { readonly Values: readonly string[] }[];
}

/** Answers the calls of EC2 that look at a network. */
export function answerNetwork({ vpcs, off = [], subnets }: FakeNetwork): AwsCall {
  return (_service, operation, input) => {
    const { Attribute = '', Filters: [{ Values } = { Values: [] }] = [] } = input as Input;
    const answers: Readonly<Record<string, () => object>> = {
      describeVpcs: () => ({ Vpcs: vpcs.filter((id) => Values.includes(id)).map((VpcId) => ({ VpcId })) }),
      describeVpcAttribute: () => ({
        [Attribute.replace(/^e/, 'E')]: { Value: !off.includes(Attribute) },
      }),
      describeSubnets: () => ({
        Subnets: subnets.filter(({ id }) => Values.includes(id)).map(described),
      }),
      describeRouteTables: () => ({
        RouteTables: [
          { Associations: [{ Main: true }], Routes: [] },
          ...subnets.filter(({ vpc, routes }) => routes && Values.includes(vpc)).map(routeTable),
        ],
      }),
    };
    return Promise.resolve(answers[operation]?.() ?? {});
  };
}

function described({ id, vpc, zone, hasIpv6 = false }: FakeSubnet): object {
  const range = { Ipv6CidrBlock: '2001:db8::/64', Ipv6CidrBlockState: { State: 'associated' } };
  return {
    SubnetId: id,
    VpcId: vpc,
    AvailabilityZone: zone,
    Ipv6CidrBlockAssociationSet: hasIpv6 ? [range] : [],
  };
}

function routeTable({ id, routes = {} }: FakeSubnet): object {
  return {
    Associations: [{ SubnetId: id, Main: false }],
    Routes: Object.entries(routes).map(([destination, target]) => ({
      [destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: destination,
      [target.startsWith('nat-') ? 'NatGatewayId' : 'GatewayId']: target,
      State: target === 'igw-gone' ? 'blackhole' : 'active',
    })),
  };
}
