import { AppRunnerClient, DescribeServiceCommand, ListServicesCommand } from '@aws-sdk/client-apprunner';
import type { Service } from '@aws-sdk/client-apprunner';
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

/** The App Runner service, of which there is at most one. */
export async function findService(miniStack: MiniStack): Promise<Service | undefined> {
  const client = new AppRunnerClient(clientConfig(miniStack));
  const { ServiceSummaryList = [] } = await client.send(new ListServicesCommand());
  if (ServiceSummaryList.length > 1) throw new Error('There are several services');
  const [summary] = ServiceSummaryList;
  if (summary === undefined) return undefined;
  return (await client.send(new DescribeServiceCommand({ ServiceArn: summary.ServiceArn }))).Service;
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

/** Puts an image's manifest into ECR, with no layers, and gives its URI. */
export async function pushImage(miniStack: MiniStack, repositoryUri: string, tag: string): Promise<string> {
  const repository = repositoryUri.slice(repositoryUri.indexOf('/') + 1);
  const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: tag }, layers: [] });
  const named = ['--repository-name', repository, '--image-tag', tag, '--image-manifest', manifest];
  await askAws(miniStack, 'ecr', 'put-image', ...named);
  return `${repositoryUri}:${tag}`;
}
