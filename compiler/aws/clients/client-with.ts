import { createAggregatedClient } from '@smithy/core/client';

type AnyClient = Parameters<typeof createAggregatedClient>[1];
type AnyCommand = new (input: never) => {
  resolveMiddleware(...parts: never[]): (input: never) => Promise<{ readonly output: unknown }>;
};

/**
 * The class of a client with a method for each of these commands (`describeStacks` for DescribeStacksCommand). The SDK's
 * own classes of this kind have a method for every command of the service, which would make the bundle twice as large.
 */
export function clientWith<Commands extends Readonly<Record<string, AnyCommand>>>(
  Client: AnyClient,
  commands: Commands,
) {
  createAggregatedClient(commands, Client);
  return Client as unknown as new (config: object) => Methods<Commands>;
}

type Methods<Commands extends Readonly<Record<string, AnyCommand>>> = {
  readonly [Name in keyof Commands as Name extends `${infer Call}Command` ? Uncapitalize<Call> : never]: (
    ...input: ConstructorParameters<Commands[Name]>
  ) => Promise<Output<Commands[Name]>>;
};

type Output<Command extends AnyCommand> = Awaited<
  ReturnType<ReturnType<InstanceType<Command>['resolveMiddleware']>>
>['output'];
