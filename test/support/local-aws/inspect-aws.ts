import { createHash, randomUUID } from 'node:crypto';
import { CloudFormationClient, ListExportsCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { judgeRequest } from '../firewall/judge-request.ts';
import type { Verdict, WebAcl } from '../firewall/judge-request.ts';
import { askAws } from './aws-cli.ts';
import { callAws } from './call-aws.ts';
import type { MiniStack } from './mini-stack.ts';
import { clientConfig } from './stacks.ts';

/** The value of a secret, or of one key of its JSON: `ARN:key::`. */
export async function readSecret(miniStack: MiniStack, reference: string): Promise<string> {
  const client = new SecretsManagerClient(clientConfig(miniStack));
  const parts = reference.split(':');
  const [key = ''] = parts.splice(7);
  const answer = await client.send(new GetSecretValueCommand({ SecretId: parts.join(':') }));
  const { SecretString = '' } = answer;
  return key === '' ? SecretString : ((JSON.parse(SecretString) as Record<string, string>)[key] ?? '');
}

/** Creates a secret that belongs to no stack, and resolves to its ARN. */
export async function createSecret(
  miniStack: MiniStack,
  value: string,
  name = `secret-${randomUUID()}`,
): Promise<string> {
  const client = new SecretsManagerClient(clientConfig(miniStack));
  const request = { Name: name, SecretString: value };
  return (await client.send(new CreateSecretCommand(request))).ARN ?? '';
}

/** Names of all exports, in order. */
export async function listExports(miniStack: MiniStack): Promise<readonly string[]> {
  const client = new CloudFormationClient(clientConfig(miniStack));
  const { Exports = [] } = await client.send(new ListExportsCommand());
  return Exports.map((exported) => exported.Name ?? '').sort();
}

/** Addresses of the IP set whose name contains this one. */
export async function readIpSet(miniStack: MiniStack, name: string): Promise<readonly string[]> {
  const Scope = 'REGIONAL';
  const { IPSets } = (await callFirewall(miniStack, 'ListIPSets', { Scope })) as {
    IPSets: readonly { Name: string; Id: string }[];
  };
  const found = IPSets.find((ipSet) => ipSet.Name.includes(name));
  if (!found) throw new Error(`There is no IP set ${name}`);
  const answer = await callFirewall(miniStack, 'GetIPSet', { Scope, Name: found.Name, Id: found.Id });
  return (answer as FoundIpSet).IPSet.Addresses;
}

/** What the web ACL of a resource does with a request from this address. */
export async function readVerdict(
  miniStack: MiniStack,
  resourceArn: string,
  address: string,
): Promise<Verdict['action']> {
  const answer = await callFirewall(miniStack, 'GetWebACLForResource', { ResourceArn: resourceArn });
  const { WebACL } = answer as { WebACL: WebAcl };
  const sets = new Map<unknown, readonly string[]>();
  for (const [arn = '', name = '', id = ''] of JSON.stringify(WebACL).matchAll(
    /arn:[^"]*:regional\/ipset\/([^/]+)\/([^"]+)/g,
  )) {
    const key = { Scope: 'REGIONAL', Name: name, Id: id };
    const { IPSet } = (await callFirewall(miniStack, 'GetIPSet', key)) as FoundIpSet;
    sets.set(arn, IPSet.Addresses);
  }
  return judgeRequest(WebACL, { address }, { addressesOf: (arn) => sets.get(arn) ?? [] }).action;
}

interface FoundIpSet {
  readonly IPSet: { readonly Addresses: readonly string[] };
}

async function callFirewall(miniStack: MiniStack, operation: string, input: object): Promise<unknown> {
  const target = `AWSWAF_20190729.${operation}`;
  return JSON.parse(await callAws(miniStack, 'wafv2', '/', { target, input }));
}

/** An alias record of the domain, as Route 53 has it. */
export interface Alias {
  readonly type: string;
  readonly target: string;
  readonly zone: string;
}

/** The domain's alias records in its hosted zone, by their type. */
export async function readAliases(
  miniStack: MiniStack,
  zoneId: string,
  domain: string,
): Promise<readonly Alias[]> {
  const answer = await callAws(miniStack, 'route53', `/2013-04-01/hostedzone/${zoneId}/rrset`);
  return answer
    .split('<ResourceRecordSet>')
    .filter((record) => textOf(record, 'Name') === `${domain}.` && record.includes('<AliasTarget>'))
    .map((record) => ({
      type: textOf(record, 'Type'),
      target: textOf(record, 'DNSName').replace(/\.$/, ''),
      zone: textOf(record, 'HostedZoneId'),
    }))
    .sort((one, other) => one.type.localeCompare(other.type));
}

function textOf(xml: string, element: string): string {
  return new RegExp(`<${element}>(.*?)</${element}>`).exec(xml)?.[1] ?? '';
}

/** The sources that a security group lets in: ranges, and ids of other groups. */
export async function readSources(miniStack: MiniStack, groupId: string): Promise<readonly string[]> {
  const answer = await askAws(miniStack, 'ec2', 'describe-security-groups', '--group-ids', groupId);
  const { SecurityGroups } = answer as {
    SecurityGroups: readonly {
      readonly IpPermissions: readonly {
        readonly IpRanges: readonly { readonly CidrIp: string }[];
        readonly Ipv6Ranges: readonly { readonly CidrIpv6: string }[];
        readonly UserIdGroupPairs: readonly { readonly GroupId: string }[];
      }[];
    }[];
  };
  return SecurityGroups.flatMap(({ IpPermissions }) => IpPermissions).flatMap((rule) => [
    ...rule.IpRanges.map(({ CidrIp }) => CidrIp),
    ...rule.Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
    ...rule.UserIdGroupPairs.map(({ GroupId }) => GroupId),
  ]);
}

/** Pushes an image's manifest to ECR, without layers, and resolves to the image's URI with its digest. */
export async function pushImage(miniStack: MiniStack, repositoryUri: string, tag: string): Promise<string> {
  const repository = repositoryUri.slice(repositoryUri.indexOf('/') + 1);
  const imageManifest = JSON.stringify({ schemaVersion: 2, config: { digest: tag }, layers: [] });
  await callAws(miniStack, 'ecr', '/', {
    target: 'AmazonEC2ContainerRegistry_V20150921.PutImage',
    input: { repositoryName: repository, imageTag: tag, imageManifest },
  }).catch((error: unknown) => {
    // The same image has been pushed before.
    if (!String(error).includes('ImageTagAlreadyExistsException')) throw error;
  });
  return `${repositoryUri}@sha256:${createHash('sha256').update(imageManifest).digest('hex')}`;
}
