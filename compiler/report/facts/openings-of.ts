import { entryOf, itemsAt, resourcesOf, textAt, textOf, typeOf } from '../../template/node.ts';
import type { Entry, TemplateNode } from '../../template/node.ts';
import { toPlain } from '../../template/plain.ts';
import { referencesIn } from '../../template/references.ts';
import type { Template } from '../../template/template.ts';

/** A way in: who may connect to what. */
export interface Opening {
  /** What is open: a security group, or a service of AWS that takes requests itself. */
  readonly logicalId: string;
  /** `tcp 3306` */
  readonly port: string;
  /** A range of addresses, or another security group; `undefined` for everybody, or everybody in the VPC. */
  readonly source: TemplateNode | undefined;
  readonly reach: Reach;
  /** What the template says about it. */
  readonly description: string | undefined;
}

/** From where somebody can connect at all: everywhere, addresses that are named, or only from inside a network. */
export type Reach = 'internet' | 'named' | 'network';

/** Every way in that a template makes. */
export function openingsOf({ root }: Template): readonly Opening[] {
  return resourcesOf(root).flatMap(({ key, value }) => {
    const properties = entryOf(value, 'Properties');
    if (!properties) return [];
    switch (typeOf(value)) {
      case 'AWS::EC2::SecurityGroup':
        return itemsAt(properties, 'SecurityGroupIngress').map((rule) => toOpening(rule, key, root));
      case 'AWS::EC2::SecurityGroupIngress':
        return [toOpening(properties, nameOfGroup(properties) ?? key, root)];
      case 'AWS::AppRunner::Service':
        return [ofAppRunner(key, properties)];
      default:
        return [];
    }
  });
}

function ofAppRunner(logicalId: string, properties: TemplateNode): Opening {
  const ingress = entryOf(entryOf(properties, 'NetworkConfiguration'), 'IngressConfiguration');
  const isPublic = textAt(ingress, 'IsPubliclyAccessible') !== 'false';
  const description = 'App Runner takes requests itself, and has a certificate for them';
  return {
    logicalId,
    port: 'HTTPS 443',
    source: undefined,
    reach: isPublic ? 'internet' : 'network',
    description,
  };
}

function nameOfGroup(properties: TemplateNode): string | undefined {
  const group = entryOf(properties, 'GroupId');
  return group?.tag === undefined ? undefined : textOf(group)?.split('.')[0];
}

function toOpening(rule: TemplateNode, logicalId: string, root: TemplateNode): Opening {
  const source = sources.map((key) => entryOf(rule, key)).find((each) => each !== undefined);
  return {
    logicalId,
    port: portOf(rule),
    source,
    reach: reachOf(source, logicalId, root),
    description: textAt(rule, 'Description'),
  };
}

const sources = ['CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'SourcePrefixListId'] as const;

/** `tcp 3306` */
export function portOf(rule: TemplateNode): string {
  const [protocol = '', from = '', to] = ['IpProtocol', 'FromPort', 'ToPort'].map((key) => textAt(rule, key));
  if (protocol === '-1') return 'every port';
  return from === to || to === undefined ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
}

function reachOf(source: TemplateNode | undefined, group: string, root: TemplateNode): Reach {
  const range = source?.tag === undefined ? (textOf(source) ?? '') : '';
  if (!range.includes('/') || !hasPublicMember(group, root)) return 'network';
  return isEverywhere(source) ? 'internet' : 'named';
}

/** Whether it is the range of all addresses, those of IPv4 or of IPv6. */
export function isEverywhere(range: TemplateNode | undefined): boolean {
  return range?.tag === undefined && /^(0\.0\.0\.0|::)\/0$/.test(textOf(range) ?? '');
}

/** What has an address on the internet of its own; App Runner's service is among the ways in. */
export function publicResources({ root }: Template): readonly Entry[] {
  return resourcesOf(root).filter(({ value }) => hasOwnAddress(value));
}

function hasOwnAddress(resource: TemplateNode): boolean {
  const properties = entryOf(resource, 'Properties');
  switch (typeOf(resource)) {
    case 'AWS::EC2::NatGateway':
      return textAt(properties, 'ConnectivityType') !== 'private';
    case 'AWS::RDS::DBInstance':
      return textAt(properties, 'PubliclyAccessible') === 'true';
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer':
      return textAt(properties, 'Scheme') !== 'internal';
    case 'AWS::ECS::Service': {
      const network = entryOf(entryOf(properties, 'NetworkConfiguration'), 'AwsvpcConfiguration');
      return textAt(network, 'AssignPublicIp') === 'ENABLED';
    }
    default:
      return false;
  }
}

/** Whether something in the security group has an address that the internet reaches. An unknown member counts. */
function hasPublicMember(group: string, root: TemplateNode): boolean {
  const members = resourcesOf(root).filter(({ value }) =>
    referencesIn(toPlain(value)).some(({ name, path }) => name === group && memberships.test(path.join('.'))),
  );
  return members.length === 0 || members.some(({ value }) => isPublic(value, root));
}

const memberships = /\.(SecurityGroups|SecurityGroupIds|VpcSecurityGroupIds)$/;

function isPublic(member: TemplateNode, root: TemplateNode): boolean {
  switch (typeOf(member)) {
    case 'AWS::RDS::DBCluster':
      return resourcesOf(root).some(
        ({ value }) => typeOf(value) === 'AWS::RDS::DBInstance' && hasOwnAddress(value),
      );
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer':
    case 'AWS::ECS::Service':
      return hasOwnAddress(member);
    // Both have only private addresses.
    case 'AWS::AppRunner::VpcConnector':
    case 'AWS::EC2::VPCEndpoint':
      return false;
    default:
      return true;
  }
}
