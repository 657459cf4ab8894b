import { partsOf } from './fold.ts';
import type { Reading } from './fold.ts';
import type { DiagramEdge } from './model.ts';
import { itemsOf, linksIn, ofType, textAtPath, textsIn, usedIn, valueAt } from './read-resources.ts';
import type { Resource, Value } from './read-resources.ts';

export const internet = 'outside/internet';
export const networks = 'outside/networks';

/** Who may open connections to whom: as security groups, listeners and public addresses say. */
export function readTraffic(reading: Reading): readonly DiagramEdge[] {
  return [...groupTraffic(reading), ...forwarded(reading), ...publicServices(reading), ...addresses(reading)];
}

/** A rule of a security group that lets somebody in. */
interface Admission {
  readonly group: string;
  readonly rule: Value;
}

function groupTraffic(reading: Reading): readonly DiagramEdge[] {
  return admissions(reading).flatMap(({ group, rule }) => {
    const targets = membersOf(group, reading);
    const sources = usedIn(valueAt(rule, 'SourceSecurityGroupId')).flatMap((source) =>
      membersOf(source, reading),
    );
    const range = textAtPath(rule, 'CidrIp') ?? textAtPath(rule, 'CidrIpv6');
    return targets.flatMap((target) => {
      const labels = portLabels(rule, target, reading);
      const from = range === undefined ? sources : [sourceOf(range, target, reading)];
      return from.map((each) => traffic(each, target, labels, each === internet));
    });
  });
}

/** Who has the addresses of a range. In the range of a VPC are the nodes in it. */
function sourceOf(range: string, target: string, reading: Reading): string {
  if (isPublic(target, reading)) return internet;
  const own = ofType(reading.resources, 'AWS::EC2::VPC').find(
    ({ properties }) => textAtPath(properties, 'CidrBlock') === range,
  );
  return own?.key ?? networks;
}

function admissions({ resources }: Reading): readonly Admission[] {
  return [...resources.values()].flatMap(({ key, type, properties }) => {
    if (type === 'AWS::EC2::SecurityGroup')
      return itemsOf(valueAt(properties, 'SecurityGroupIngress')).map((rule) => ({ group: key, rule }));
    if (type !== 'AWS::EC2::SecurityGroupIngress') return [];
    const named = valueAt(properties, 'GroupId');
    const [group] = [...usedIn(named), ...textsIn(named)];
    return group === undefined ? [] : [{ group, rule: properties }];
  });
}

/** The nodes that have a security group: those of another spec or of nobody's template are outside. */
function membersOf(group: string, { resources, homes }: Reading): readonly string[] {
  if (!resources.has(group)) return [group];
  const properties = [
    'SecurityGroups',
    'SecurityGroupIds',
    'VpcSecurityGroupIds',
    'NetworkConfiguration.AwsvpcConfiguration.SecurityGroups',
  ];
  const members = [...resources.values()].filter((each) =>
    properties.some((path) => usedIn(valueAt(each.properties, path)).includes(group)),
  );
  return [...new Set(members.map(({ key }) => homes.get(key) ?? key))];
}

/** `HTTPS 443`, of a load balancer's listener; else `TCP 3306`. A redirection is said. */
function portLabels(rule: Value, target: string, reading: Reading): readonly string[] {
  const [from, to] = [textAtPath(rule, 'FromPort'), textAtPath(rule, 'ToPort')];
  if (from === undefined) return [];
  const listener = partsOf(target, reading).find(
    ({ type, properties }) => type.endsWith('::Listener') && textAtPath(properties, 'Port') === from,
  );
  const protocol = listener
    ? textAtPath(listener.properties, 'Protocol')
    : textAtPath(rule, 'IpProtocol')?.toUpperCase();
  const redirects = listener && textAtPath(listener.properties, 'DefaultActions.Type') === 'redirect';
  const ports = from === to || to === undefined ? from : `${from} to ${to}`;
  return [`${protocol ?? ''} ${ports}${redirects ? ', redirects' : ''}`];
}

/** Whether a node has an address on the internet. */
function isPublic(node: string, reading: Reading): boolean {
  const { resources } = reading;
  const own = resources.get(node);
  if (!own) return false;
  if (own.type === 'AWS::RDS::DBCluster')
    return instancesOf(node, reading).some((each) => isPublic(each.key, reading));
  return (
    textAtPath(own.properties, 'Scheme') === 'internet-facing' ||
    textAtPath(own.properties, 'PubliclyAccessible') === 'true' ||
    textAtPath(own.properties, 'NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible') === 'true' ||
    textAtPath(own.properties, 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp') === 'ENABLED'
  );
}

function instancesOf(cluster: string, { resources }: Reading): readonly Resource[] {
  return [...resources.values()].filter(({ properties }) =>
    usedIn(valueAt(properties, 'DBClusterIdentifier')).includes(cluster),
  );
}

/** From a load balancer to the containers that are registered with its target group. */
function forwarded(reading: Reading): readonly DiagramEdge[] {
  const { resources, homes } = reading;
  const all = [...resources.values()];
  return all.flatMap(({ key, properties }) =>
    itemsOf(valueAt(properties, 'LoadBalancers')).flatMap((registered) => {
      const [group = ''] = usedIn(valueAt(registered, 'TargetGroupArn'));
      const protocol = textAtPath(resources.get(group)?.properties, 'Protocol') ?? 'TCP';
      const listeners = all.filter(
        ({ type, properties: each }) => type.endsWith('::Listener') && usedIn(each).includes(group),
      );
      const balancers = new Set(listeners.map((listener) => homes.get(listener.key) ?? listener.key));
      const labels = [`${protocol} ${textAtPath(registered, 'ContainerPort') ?? ''}`];
      return [...balancers].map((from) => traffic(from, homes.get(key) ?? key, labels, false));
    }),
  );
}

/** A service that AWS puts on the internet itself, by HTTPS, and one that has an endpoint in the VPC instead. */
function publicServices(reading: Reading): readonly DiagramEdge[] {
  const { resources, homes } = reading;
  return [...resources.values()].flatMap(({ key, properties }) => {
    const ingress = valueAt(properties, 'NetworkConfiguration.IngressConfiguration');
    if (ingress !== undefined && isPublic(key, reading)) return [traffic(internet, key, ['HTTPS 443'], true)];
    const [endpoint] = usedIn(valueAt(properties, 'IngressVpcConfiguration.VpcEndpointId'));
    const [service] = usedIn(valueAt(properties, 'ServiceArn'));
    if (endpoint === undefined || service === undefined) return [];
    return [traffic(homes.get(endpoint) ?? endpoint, service, ['HTTPS 443'], false)];
  });
}

/** From containers to a database whose address is one of their variables. */
function addresses(reading: Reading): readonly DiagramEdge[] {
  const { resources, homes } = reading;
  return [...resources.values()].flatMap(({ key, type, properties }) => {
    const variables = containerVariables(type, properties);
    const used = linksIn(variables).filter(({ link, attribute }) => /Endpoint/.test(`${attribute} ${link}`));
    return [...new Set(used.map(({ link }) => link))].map((to) => {
      const port = textAtPath(resources.get(to)?.properties, 'Port');
      return traffic(homes.get(key) ?? key, to, port === undefined ? [] : [`TCP ${port}`], false);
    });
  });
}

function containerVariables(type: string, properties: Value): Value | undefined {
  if (type === 'AWS::ECS::TaskDefinition') return valueAt(properties, 'ContainerDefinitions.Environment');
  if (type !== 'AWS::AppRunner::Service') return undefined;
  return valueAt(
    properties,
    'SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables',
  );
}

function traffic(from: string, to: string, labels: readonly string[], isOpen: boolean): DiagramEdge {
  return { from, to, kind: 'traffic', labels, isPublic: isOpen };
}
