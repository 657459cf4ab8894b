import { CloudFormationClient, ListExportsCommand } from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { askAws } from './aws-cli.ts';
import type { MiniStack } from './mini-stack.ts';
import { clientConfig } from './stacks.ts';

/** The value of a secret that is plain text. */
export async function readSecret(miniStack: MiniStack, secretArn: string): Promise<string> {
  const client = new SecretsManagerClient(clientConfig(miniStack));
  return (await client.send(new GetSecretValueCommand({ SecretId: secretArn }))).SecretString ?? '';
}

/** Names of all exports, in order. */
export async function listExports(miniStack: MiniStack): Promise<readonly string[]> {
  const client = new CloudFormationClient(clientConfig(miniStack));
  const { Exports = [] } = await client.send(new ListExportsCommand());
  return Exports.map((exported) => exported.Name ?? '').sort();
}

/** Addresses of the IP set whose name contains this one. */
export async function readIpSet(miniStack: MiniStack, name: string): Promise<readonly string[]> {
  const scope = ['--scope', 'REGIONAL'];
  const { IPSets } = (await askAws(miniStack, 'wafv2', 'list-ip-sets', ...scope)) as {
    IPSets: readonly { Name: string; Id: string }[];
  };
  const found = IPSets.find((ipSet) => ipSet.Name.includes(name));
  if (!found) throw new Error(`There is no IP set ${name}`);
  const named = ['--name', found.Name, '--id', found.Id];
  const answer = await askAws(miniStack, 'wafv2', 'get-ip-set', ...scope, ...named);
  return (answer as { IPSet: { Addresses: readonly string[] } }).IPSet.Addresses;
}

/** What the web ACL of a resource does with a request that no rule is about: `Allow` or `Block`. */
export async function readDefaultAction(miniStack: MiniStack, resourceArn: string): Promise<string> {
  const answer = await askAws(miniStack, 'wafv2', 'get-web-acl-for-resource', '--resource-arn', resourceArn);
  const { WebACL } = answer as { WebACL: { DefaultAction: object } };
  return Object.keys(WebACL.DefaultAction).join();
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
  const answer = await askAws(miniStack, 'route53', 'list-resource-record-sets', '--hosted-zone-id', zoneId);
  const { ResourceRecordSets } = answer as {
    ResourceRecordSets: readonly {
      readonly Name: string;
      readonly Type: string;
      readonly AliasTarget?: { readonly DNSName: string; readonly HostedZoneId: string };
    }[];
  };
  return ResourceRecordSets.flatMap(({ Name, Type, AliasTarget }) =>
    Name === `${domain}.` && AliasTarget
      ? [{ type: Type, target: AliasTarget.DNSName.replace(/\.$/, ''), zone: AliasTarget.HostedZoneId }]
      : [],
  ).sort((one, other) => one.type.localeCompare(other.type));
}

/** Who may connect to what has the security group: ranges, and ids of other groups. */
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

/** Puts an image's manifest into ECR, with no layers, and gives its URI. */
export async function pushImage(miniStack: MiniStack, repositoryUri: string, tag: string): Promise<string> {
  const repository = repositoryUri.slice(repositoryUri.indexOf('/') + 1);
  const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: tag }, layers: [] });
  const named = ['--repository-name', repository, '--image-tag', tag, '--image-manifest', manifest];
  await askAws(miniStack, 'ecr', 'put-image', ...named);
  return `${repositoryUri}:${tag}`;
}
