import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  paginateDescribeStackEvents,
} from '@aws-sdk/client-cloudformation';
import type { Capability, Stack, StackEvent } from '@aws-sdk/client-cloudformation';
import { until } from '../until.ts';
import { miniStackAccount, miniStackRegion } from './mini-stack.ts';
import type { MiniStack } from './mini-stack.ts';

export interface Stacks {
  /** Creates or updates the stack, waits for the end, and resolves to the stack. */
  deploy(name: string, template: string, capabilities?: Capability[]): Promise<Stack>;
  /** Deletes the stack, and waits until that succeeds or fails. */
  remove(name: string): Promise<void>;
  /** `undefined` when the stack does not exist. */
  find(name: string): Promise<Stack | undefined>;
  outputs(name: string): Promise<Record<string, string>>;
  /** The physical id of one of the stack's resources. */
  physicalId(name: string, logicalId: string): Promise<string>;
  /** The oldest first. A deleted stack's events are found by its id. */
  events(nameOrId: string): Promise<readonly StackEvent[]>;
}

/** What an SDK client needs to reach a local AWS. */
export function clientConfig({ endpoint }: MiniStack) {
  const credentials = { accessKeyId: miniStackAccount, secretAccessKey: 'test' };
  return { endpoint, region: miniStackRegion, credentials };
}

/** The stacks of a local AWS. Every change is awaited. */
export function openStacks(miniStack: MiniStack): Stacks {
  const client = new CloudFormationClient(clientConfig(miniStack));

  async function find(name: string): Promise<Stack | undefined> {
    try {
      return (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
    } catch (error) {
      if (error instanceof Error && error.message.includes('does not exist')) return undefined;
      throw error;
    }
  }
  async function awaitEnd(name: string): Promise<Stack | undefined> {
    const { stack } = await until(`stack ${name} is done`, async () => {
      const now = await find(name);
      return !now?.StackStatus?.endsWith('_IN_PROGRESS') && { stack: now };
    });
    return stack;
  }
  return {
    find,
    async deploy(name, template, capabilities = ['CAPABILITY_IAM']) {
      const request = { StackName: name, TemplateBody: template, Capabilities: capabilities };
      const isThere = (await find(name)) !== undefined;
      await client.send(isThere ? new UpdateStackCommand(request) : new CreateStackCommand(request));
      const stack = await awaitEnd(name);
      if (stack === undefined) throw new Error(`The stack ${name} is gone`);
      return stack;
    },
    async remove(name) {
      await client.send(new DeleteStackCommand({ StackName: name }));
      await awaitEnd(name);
    },
    async outputs(name) {
      const outputs = (await find(name))?.Outputs ?? [];
      return Object.fromEntries(outputs.map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']));
    },
    async physicalId(name, logicalId) {
      const request = { StackName: name, LogicalResourceId: logicalId };
      const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand(request));
      return StackResources[0]?.PhysicalResourceId ?? '';
    },
    async events(nameOrId) {
      const events: StackEvent[] = [];
      for await (const page of paginateDescribeStackEvents({ client }, { StackName: nameOrId })) {
        events.push(...(page.StackEvents ?? []));
      }
      return events.reverse();
    },
  };
}
