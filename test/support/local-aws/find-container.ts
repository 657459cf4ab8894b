import { AppRunnerClient, DescribeServiceCommand, ListServicesCommand } from '@aws-sdk/client-apprunner';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand as ListEcsServicesCommand,
} from '@aws-sdk/client-ecs';
import type { Service } from '@aws-sdk/client-ecs';
import { readSecret } from './inspect-aws.ts';
import type { MiniStack } from './mini-stack.ts';
import { clientConfig } from './stacks.ts';

/** The backend's container, on whichever runtime runs it. */
export interface RunningContainer {
  readonly serviceArn: string;
  readonly image: string;
  /** The variables that are not secrets, including PORT. */
  readonly variables: Readonly<Record<string, string>>;
  /** The secrets' ARNs, by the variable that gets the value. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The container that runs in this AWS, which has at most one. */
export async function findContainer(miniStack: MiniStack): Promise<RunningContainer | undefined> {
  const found = await Promise.all([listOnAppRunner(miniStack), listOnEcs(miniStack)]);
  const [container, ...others] = found.flat();
  if (others.length > 0) throw new Error('There are several services');
  return container;
}

/** The whole environment of the container, with the secrets' values. */
export async function readEnvironment(
  miniStack: MiniStack,
  container: RunningContainer,
): Promise<Record<string, string>> {
  const secrets = Object.entries(container.secrets).map(
    async ([name, arn]) => [name, await readSecret(miniStack, arn)] as const,
  );
  return { ...container.variables, ...Object.fromEntries(await Promise.all(secrets)) };
}

async function listOnAppRunner(miniStack: MiniStack): Promise<RunningContainer[]> {
  const client = new AppRunnerClient(clientConfig(miniStack));
  const { ServiceSummaryList = [] } = await client.send(new ListServicesCommand());
  return Promise.all(
    ServiceSummaryList.map(async ({ ServiceArn = '' }) => {
      const { Service } = await client.send(new DescribeServiceCommand({ ServiceArn }));
      const { ImageIdentifier = '', ImageConfiguration } =
        Service?.SourceConfiguration?.ImageRepository ?? {};
      const {
        Port = '',
        RuntimeEnvironmentVariables,
        RuntimeEnvironmentSecrets = {},
      } = ImageConfiguration ?? {};
      return {
        serviceArn: ServiceArn,
        image: ImageIdentifier,
        variables: { ...RuntimeEnvironmentVariables, PORT: Port },
        secrets: RuntimeEnvironmentSecrets,
      };
    }),
  );
}

async function listOnEcs(miniStack: MiniStack): Promise<RunningContainer[]> {
  const client = new ECSClient(clientConfig(miniStack));
  const services = await listEcsServices(miniStack);
  return Promise.all(
    services.map(async ({ serviceArn = '', taskDefinition: arn }) => {
      const { taskDefinition } = await client.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: arn }),
      );
      const [definition] = taskDefinition?.containerDefinitions ?? [];
      const variables = (definition?.environment ?? []).map(({ name = '', value = '' }) => [name, value]);
      const secrets = (definition?.secrets ?? []).map(({ name = '', valueFrom = '' }) => [name, valueFrom]);
      return {
        serviceArn,
        image: definition?.image ?? '',
        variables: Object.fromEntries(variables) as Record<string, string>,
        secrets: Object.fromEntries(secrets) as Record<string, string>,
      };
    }),
  );
}

/** The services of ECS that have not been deleted. */
export async function listEcsServices(miniStack: MiniStack): Promise<readonly Service[]> {
  const client = new ECSClient(clientConfig(miniStack));
  const { clusterArns = [] } = await client.send(new ListClustersCommand());
  const found = await Promise.all(
    clusterArns.map(async (cluster) => {
      const { serviceArns = [] } = await client.send(new ListEcsServicesCommand({ cluster }));
      if (serviceArns.length === 0) return [];
      const request = new DescribeServicesCommand({ cluster, services: serviceArns });
      return (await client.send(request)).services ?? [];
    }),
  );
  return found.flat().filter(({ status }) => status === 'ACTIVE');
}
