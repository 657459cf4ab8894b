import type { Aws } from '../../aws/aws.ts';
import { AwsFailure } from '../../aws/failure.ts';
import type { Finding } from '../../diagnostics/diagnostic.ts';
import { runtimeOf } from '../../modules/choose.ts';
import type { SpecPath } from '../../spec/path.ts';
import type { DeployContext } from './deploy-context.ts';
import type { Look } from './importers.ts';
import { subnetImports } from './network-order.ts';
import type { StackPlan } from './plan.ts';

interface Subnet {
  readonly SubnetId?: string;
  readonly VpcId?: string;
  readonly AvailabilityZone?: string;
  readonly Ipv6CidrBlockAssociationSet?: readonly {
    readonly Ipv6CidrBlockState?: { readonly State?: string };
  }[];
}
interface RouteTable {
  readonly Associations?: readonly { readonly SubnetId?: string; readonly Main?: boolean }[];
  readonly Routes?: readonly Route[];
}
interface Route {
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly GatewayId?: string;
  readonly State?: string;
}
interface Attribute {
  readonly EnableDnsSupport?: { readonly Value?: boolean };
  readonly EnableDnsHostnames?: { readonly Value?: boolean };
}

/** A subnet that the spec names. */
interface Named {
  readonly kind: 'public' | 'private';
  readonly id: string;
  readonly path: SpecPath;
  readonly zone: string;
}

/** What the account has of the network that a spec names. */
interface Found {
  readonly vpcId: string;
  readonly subnets: readonly Subnet[];
  readonly tables: readonly RouteTable[];
  readonly needsIpv6: boolean;
  readonly namesOff: readonly string[];
}

const path: SpecPath = ['shared', 'network'];
const code = 'unfit-network';

/**
 * Whether the VPC that the spec names, and its subnets, are as the templates assume. Without the right to look, it says so
 * and goes on.
 */
export async function findUnfitNetwork(plans: readonly StackPlan[], look: Look): Promise<readonly Finding[]> {
  const vpcId = look.context.resolved.spec.shared?.network?.vpcId;
  const shared = plans.find(({ wanted, action }) => wanted.kind === 'shared' && action !== 'none');
  if (vpcId === undefined || !shared) return [];
  try {
    return await judge(vpcId, look);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    look.note(`archc could not look at the VPC ${vpcId}: ${error.message}`);
    return [];
  }
}

async function judge(vpcId: string, { aws, context, note }: Look): Promise<readonly Finding[]> {
  const vpcs = (await aws.call('ec2', 'describeVpcs', { Filters: filter('vpc-id', [vpcId]) })) as {
    readonly Vpcs?: readonly object[];
  };
  if (!vpcs.Vpcs?.length) {
    const message = `There is no VPC "${vpcId}" in ${aws.region} of this account`;
    const hint = `Write the id of another VPC: "aws ec2 describe-vpcs --region ${aws.region}" lists them`;
    return [{ code, path: [...path, 'vpcId'], message, hint }];
  }
  const { spec } = context.resolved;
  const families = runtimeOf(spec, context.toolkit).addressFamilies(spec.backend.service);
  const backend = context.templates.find((template) => template.stack === 'backend');
  const hasLoadBalancer = backend !== undefined && subnetImports(backend.root).has('PublicSubnetIds');
  const named = subnetsOf(context);
  const found: Found = {
    vpcId,
    subnets: await readSubnets(aws, named),
    tables: await readTables(aws, vpcId),
    needsIpv6: hasLoadBalancer && families.includes('ipv6'),
    namesOff: await readNamesOff(aws, vpcId),
  };
  const findings = [
    ...judgeNames(found, aws.region),
    ...named.flatMap((subnet) => judgeSubnet(subnet, found)),
  ];
  if (findings.length === 0) {
    for (const line of remarksOn(named, found)) note(line);
  }
  return findings;
}

function filter(name: string, values: readonly string[]): readonly object[] {
  return [{ Name: name, Values: values }];
}

function subnetsOf({ resolved }: DeployContext): readonly Named[] {
  const { network, availabilityZones = [] } = resolved.spec.shared ?? {};
  return (['public', 'private'] as const).flatMap((kind) =>
    (network?.[`${kind}SubnetIds`] ?? []).map((id, index) => ({
      kind,
      id,
      path: [...path, `${kind}SubnetIds`, index],
      zone: availabilityZones[index] ?? '',
    })),
  );
}

async function readSubnets(aws: Aws, named: readonly Named[]): Promise<readonly Subnet[]> {
  const ids = named.map(({ id }) => id);
  // Named by a filter, because a list of ids of which one does not exist is an error.
  const answer = await aws.call('ec2', 'describeSubnets', { Filters: filter('subnet-id', ids) });
  return (answer as { readonly Subnets?: readonly Subnet[] }).Subnets ?? [];
}

async function readTables(aws: Aws, vpcId: string): Promise<readonly RouteTable[]> {
  const answer = await aws.call('ec2', 'describeRouteTables', { Filters: filter('vpc-id', [vpcId]) });
  return (answer as { readonly RouteTables?: readonly RouteTable[] }).RouteTables ?? [];
}

/**
 * The VPC's settings of DNS that are off. A database with a private address needs the first alone, private names of VPC
 * endpoints need both.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
async function readNamesOff(aws: Aws, vpcId: string): Promise<readonly string[]> {
  const off: string[] = [];
  for (const [attribute, key] of [
    ['enableDnsSupport', 'EnableDnsSupport'],
    ['enableDnsHostnames', 'EnableDnsHostnames'],
  ] as const) {
    const answer = await aws.call('ec2', 'describeVpcAttribute', { VpcId: vpcId, Attribute: attribute });
    if ((answer as Attribute)[key]?.Value === false) off.push(attribute);
  }
  return off;
}

function judgeNames({ vpcId, namesOff }: Found, region: string): readonly Finding[] {
  if (!namesOff.includes('enableDnsSupport')) return [];
  return [
    {
      code,
      path: [...path, 'vpcId'],
      message: `In "${vpcId}", enableDnsSupport is off`,
      hint: `Turn it on: aws ec2 modify-vpc-attribute --region ${region} --vpc-id ${vpcId} --enable-dns-support`,
    },
  ];
}

function judgeSubnet(named: Named, found: Found): readonly Finding[] {
  const { id, zone, kind } = named;
  const subnet = found.subnets.find(({ SubnetId }) => SubnetId === id);
  const finding = (message: string, hint: string): Finding[] => [{ code, path: named.path, message, hint }];
  if (!subnet) {
    return finding(
      `There is no subnet "${id}" in this account`,
      `Write the id of a subnet of ${found.vpcId}`,
    );
  }
  if (subnet.VpcId !== found.vpcId) {
    return finding(
      `"${id}" is a subnet of ${String(subnet.VpcId)}, not of ${found.vpcId}`,
      `Write the id of a subnet of ${found.vpcId}, or another vpcId`,
    );
  }
  if (subnet.AvailabilityZone !== zone) {
    return finding(
      `"${id}" is in zone ${String(subnet.AvailabilityZone)}, and the availability zone at its place is ${zone}`,
      'Write the subnets in the order of availabilityZones, or the zones in the order of the subnets',
    );
  }
  if (kind === 'private') return [];
  if (!leadsToInternet(id, found, 'DestinationCidrBlock', '0.0.0.0/0')) {
    return finding(
      `"${id}" has no route to an internet gateway, so nothing on the internet reaches a load balancer there`,
      'Write the id of a public subnet, or add a route for 0.0.0.0/0 to its route table',
    );
  }
  const hasIpv6 = subnet.Ipv6CidrBlockAssociationSet?.some(
    ({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === 'associated',
  );
  if (found.needsIpv6 && hasIpv6 !== true) {
    return finding(
      `"${id}" has no IPv6 range, which a load balancer with "ipAddressType: dualStack" needs`,
      'Add an IPv6 range to the subnet, or write "ipAddressType: ipv4" under backend.service',
    );
  }
  return [];
}

/** The subnet's own route table, or else the main one of its VPC. */
function routesOf(id: string, { tables }: Found): readonly Route[] {
  const own = tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === id));
  const main = tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));
  return ((own ?? main)?.Routes ?? []).filter(({ State }) => State !== 'blackhole');
}

function leadsToInternet(
  id: string,
  found: Found,
  key: 'DestinationCidrBlock' | 'DestinationIpv6CidrBlock',
  all: string,
): boolean {
  return routesOf(id, found).some(
    (route) => route[key] === all && route.GatewayId?.startsWith('igw-') === true,
  );
}

/** What is possible, and perhaps not meant. */
function remarksOn(named: readonly Named[], found: Found): readonly string[] {
  const names = found.namesOff.map(
    (attribute) =>
      `In "${found.vpcId}", ${attribute} is off, so VPC endpoints there do not get the names of AWS's services: without NAT, tasks in the private subnets could not start`,
  );
  return [...names, ...named.flatMap((each) => remarksOnSubnet(each, found))];
}

function remarksOnSubnet({ kind, id }: Named, found: Found): readonly string[] {
  if (kind === 'public') {
    const isMissing = found.needsIpv6 && !leadsToInternet(id, found, 'DestinationIpv6CidrBlock', '::/0');
    return isMissing ? [`Subnet "${id}" has no route for ::/0, so nobody reaches it by IPv6`] : [];
  }
  if (leadsToInternet(id, found, 'DestinationCidrBlock', '0.0.0.0/0')) {
    return [`Private subnet "${id}" has a route to an internet gateway: it is a public one`];
  }
  const hasWayOut = routesOf(id, found).some(
    ({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0',
  );
  return hasWayOut
    ? []
    : [
        `Private subnet "${id}" has no route for 0.0.0.0/0: what stands there reaches only what is in the VPC or has a VPC endpoint`,
      ];
}
