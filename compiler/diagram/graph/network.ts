import { partsOf } from './fold.ts';
import type { Reading } from './fold.ts';
import { joinSets } from './join-sets.ts';
import type { DiagramGroup } from './model.ts';
import { ofType, textAtPath, textsIn, usedIn, valueAt } from './read-resources.ts';
import type { Resource, Resources, Value } from './read-resources.ts';
import { ruleFor } from './resource-rules.ts';

/** A group before it is known what it holds. */
type Bare = Omit<DiagramGroup, 'holds' | 'options'>;

/** The groups of the network, and where the nodes stand in it. */
export interface Network {
  readonly groups: readonly Bare[];
  /** The group that a node stands in, by the node's key. */
  readonly places: ReadonlyMap<string, string>;
  /** The groups of subnets in which nothing stands, which have no box of their own. */
  readonly emptySubnets: ReadonlyMap<string, string>;
}

/** What a resource says of the network that it is in. */
interface Standing {
  readonly key: string;
  readonly subnets: readonly string[];
  readonly network: string | undefined;
}

/** Subnets that resources use together: a load balancer stands in all of them. */
interface Tier {
  readonly id: string;
  readonly subnets: readonly string[];
}

export function readNetwork(reading: Reading): Network {
  const { resources, homes } = reading;
  const standings = [...resources.values()]
    .filter(({ key, type }) => homes.get(key) === key && ruleFor(type).show !== 'group')
    .map((each) => standingOf(each, reading));
  const tiers = tiersOf([...standings.map(({ subnets }) => subnets), ...ownSubnets(resources)]);
  const networks = networksOf(resources, standings);
  const places = new Map(
    standings.flatMap((standing) => {
      const place = placeOf(standing, tiers, resources);
      return place === undefined ? [] : [[standing.key, place] as const];
    }),
  );
  const isUsed = (subnet: string) => [...places.values()].includes(subnet);
  const groups = [
    ...networks.map((id) => networkGroup(id, resources)),
    ...tiers.map((tier) => {
      const empty = tier.subnets.filter((subnet) => !isUsed(subnet));
      return tierGroup(tier, empty, networkOfTier(tier, resources, standings) ?? networks[0], resources);
    }),
    ...tiers.flatMap((tier) =>
      tier.subnets.filter(isUsed).flatMap((subnet) => subnetGroup(subnet, tier, resources)),
    ),
  ];
  const emptySubnets = new Map(
    tiers.flatMap(({ id, subnets }) =>
      subnets.filter((each) => !isUsed(each)).map((each) => [each, id] as const),
    ),
  );
  return { groups, places, emptySubnets };
}

/** The subnets of the templates, those of one kind together: `PublicSubnet1` and `PublicSubnet2`. */
function ownSubnets(resources: Resources): readonly (readonly string[])[] {
  const own = ofType(resources, 'AWS::EC2::Subnet').map(({ key }) => key);
  const stemOf = (key: string): string => key.replace(/\d+$/, '');
  return [...new Set(own.map(stemOf))].map((stem) => own.filter((key) => stemOf(key) === stem));
}

/** A node is where the resources are that are part of it. */
function standingOf(node: Resource, reading: Reading): Standing {
  const { resources } = reading;
  const parts = partsOf(node.key, reading);
  const zoneSubnets = subnetsIn(valueAt(node.properties, 'AvailabilityZone'), resources);
  const around = node.type === 'AWS::RDS::DBInstance' ? clusterOf(node, resources) : undefined;
  const all = around && standingOf(around, reading);
  const subnets =
    zoneSubnets.length > 0
      ? zoneSubnets
      : parts.flatMap(({ properties }) => subnetsIn(properties, resources));
  return {
    key: node.key,
    subnets: [...new Set(subnets.length > 0 ? subnets : (all?.subnets ?? []))],
    network: parts.flatMap(({ properties }) => networkIn(properties, resources))[0] ?? all?.network,
  };
}

function clusterOf({ properties }: Resource, resources: Resources): Resource | undefined {
  const [cluster = ''] = usedIn(valueAt(properties, 'DBClusterIdentifier'));
  return resources.get(cluster);
}

/** Subnets of a template, ids that the spec names, or the import of another spec's. */
function subnetsIn(value: Value | undefined, resources: Resources): readonly string[] {
  const links = usedIn(value);
  return [
    ...links.flatMap((link) => subnetsOfTable(link, resources)),
    ...links.filter((link) => resources.get(link)?.type === 'AWS::EC2::Subnet'),
    ...links.filter((link) => /^import\/\w*SubnetIds$/.test(link)),
    ...textsIn(value).flatMap((text) => text.match(/\bsubnet-[0-9a-f]+/g) ?? []),
  ];
}

/** The subnets that a route table serves. */
function subnetsOfTable(table: string, resources: Resources): readonly string[] {
  if (resources.get(table)?.type !== 'AWS::EC2::RouteTable') return [];
  return ofType(resources, 'AWS::EC2::SubnetRouteTableAssociation')
    .filter(({ properties }) => usedIn(valueAt(properties, 'RouteTableId')).includes(table))
    .flatMap(({ properties }) => usedIn(valueAt(properties, 'SubnetId')));
}

function networkIn(value: Value, resources: Resources): readonly string[] {
  const links = usedIn(value);
  return [
    ...links.filter((link) => resources.get(link)?.type === 'AWS::EC2::VPC' || link === 'import/VpcId'),
    ...textsIn(value).filter((text) => /^vpc-[0-9a-f]+$/.test(text)),
  ];
}

function networksOf(resources: Resources, standings: readonly Standing[]): readonly string[] {
  const own = ofType(resources, 'AWS::EC2::VPC').map(({ key }) => key);
  const named = [...resources.values()].flatMap(({ properties }) => networkIn(properties, resources));
  const hasNodes = standings.some(({ subnets, network }) => subnets.length > 0 || network !== undefined);
  const all = new Set([...own, ...(hasNodes || own.length > 0 ? named : [])]);
  return [...all];
}

function networkOfTier(tier: Tier, resources: Resources, standings: readonly Standing[]): string | undefined {
  const [own] = tier.subnets.flatMap((subnet) =>
    networkIn(resources.get(subnet)?.properties ?? '', resources),
  );
  return (
    own ??
    standings.find(({ subnets, network }) => network && subnets.some((each) => tier.subnets.includes(each)))
      ?.network
  );
}

/** Joins lists of subnets that share one. */
function tiersOf(lists: readonly (readonly string[])[]): readonly Tier[] {
  return joinSets(lists.filter(({ length }) => length > 0)).map((subnets) => ({
    id: `tier/${[...subnets].sort()[0] ?? ''}`,
    subnets,
  }));
}

function placeOf(
  { subnets, network }: Standing,
  tiers: readonly Tier[],
  resources: Resources,
): string | undefined {
  const [only] = subnets;
  if (only === undefined) return network;
  if (subnets.length === 1 && resources.has(only)) return only;
  return tiers.find((tier) => tier.subnets.includes(only))?.id;
}

function networkGroup(id: string, resources: Resources): Bare {
  const own = resources.get(id);
  if (!own)
    return {
      id,
      kind: 'network',
      title: 'VPC',
      detail: id.startsWith('vpc-') ? `${id}, exists already` : 'of another spec',
    };
  const blocks = ofType(resources, 'AWS::EC2::VPCCidrBlock');
  const detail = [textAtPath(own.properties, 'CidrBlock') ?? '', ...(blocks.length > 0 ? ['IPv6'] : [])].join(
    ', ',
  );
  return { id, kind: 'network', title: 'VPC', detail, stack: own.stack };
}

/** Subnets without a resource of their own have no box: the tier names them. */
function tierGroup(
  { id, subnets }: Tier,
  empty: readonly string[],
  parent: string | undefined,
  resources: Resources,
): Bare {
  const [first = ''] = subnets;
  const own = resources.get(first);
  const { title, out } = own
    ? readRoutes(first, resources)
    : { title: /(Public|Private)(?=Subnet)/.exec(first)?.[0], out: [] };
  const named = empty.flatMap((each) => {
    const [group] = subnetGroup(each, { id, subnets }, resources);
    return group ? `${group.title.toLowerCase()} ${group.detail}` : each.startsWith('subnet-') ? each : [];
  });
  return {
    id,
    kind: 'tier',
    title: title === undefined ? 'Subnets' : `${title} subnets`,
    detail: [...out, ...named].join(', '),
    ...(parent !== undefined && { parent }),
    ...(own && { stack: own.stack }),
  };
}

interface Routes {
  readonly title: string | undefined;
  /** How connections to the internet leave. */
  readonly out: readonly string[];
}

/** How a subnet reaches the internet, as its route table says. */
function readRoutes(subnet: string, resources: Resources): Routes {
  const tables = ofType(resources, 'AWS::EC2::SubnetRouteTableAssociation')
    .filter(({ properties }) => usedIn(valueAt(properties, 'SubnetId')).includes(subnet))
    .flatMap(({ properties }) => usedIn(valueAt(properties, 'RouteTableId')));
  const routes = ofType(resources, 'AWS::EC2::Route').filter(({ properties }) =>
    usedIn(valueAt(properties, 'RouteTableId')).some((table) => tables.includes(table)),
  );
  const has = (property: string) =>
    routes.some(({ properties }) => valueAt(properties, property) !== undefined);
  if (has('GatewayId')) return { title: 'Public', out: [] };
  return has('NatGatewayId')
    ? { title: 'Private', out: ['out through NAT'] }
    : { title: 'Isolated', out: [] };
}

function subnetGroup(key: string, { id }: Tier, resources: Resources): readonly Bare[] {
  const subnet = resources.get(key);
  if (!subnet) return [];
  const range = textAtPath(subnet.properties, 'CidrBlock') ?? '';
  return [
    {
      id: key,
      kind: 'subnet',
      title: `Zone ${zoneOf(subnet)}`,
      detail: range,
      parent: id,
      stack: subnet.stack,
    },
  ];
}

/** `a`, of `${AWS::Region}${Zone}` with its zone. */
function zoneOf({ properties }: Resource): string {
  const [template = '', ...others] = textsIn(valueAt(properties, 'AvailabilityZone'));
  return others[0] ?? template;
}
