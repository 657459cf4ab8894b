import { InternalError } from '../internal-error.ts';
import type { AwsCall } from '../modules/operations.ts';
import { readChange, readEvent, readFinding, readResource, readStack } from './answers.ts';
import { openCaller } from './caller.ts';
import { configure } from './configure.ts';
import type { Access, Configuration } from './configure.ts';
import { detectDrift } from './drift.ts';
import { demandIn, explainAwsError, orNothing } from './failure.ts';
import { openImages } from './images.ts';
import type { Images } from './images.ts';
import type {
  Caller,
  ChangeSet,
  ChangeSetRequest,
  DeployedStack,
  Drift,
  ListedStack,
  StackEvent,
  StackResource,
  ValidationFinding,
} from './model.ts';
import { readLines } from './read-lines.ts';
import type { Client as CloudFormation } from './clients/cloudformation.ts';

/**
 * Everything that archc does in an AWS account. Every method rejects with an `AwsFailure`. A `token` makes AWS do a
 * request once, although it may arrive several times; it marks the events of the operation.
 */
export interface Aws extends Images {
  readonly region: string;
  caller(): Promise<Caller>;
  /** `undefined` when the stack does not exist. A deleted stack can be found by id, not by name. */
  describeStack(nameOrId: string): Promise<DeployedStack | undefined>;
  /** All stacks of the region and account that are not deleted. */
  listStacks(): Promise<readonly ListedStack[]>;
  /** The template's text as it was deployed. */
  readTemplate(stack: string): Promise<string>;
  listResources(stack: string): Promise<readonly StackResource[]>;
  /** Resolves to the change set's id, without waiting until AWS has compared. */
  createChangeSet(request: ChangeSetRequest): Promise<string>;
  describeChangeSet(id: string): Promise<ChangeSet>;
  /** Also succeeds when the change set no longer exists. A name needs its stack. */
  deleteChangeSet(nameOrId: string, stack?: string): Promise<void>;
  executeChangeSet(
    id: string,
    options: { readonly keepsFailed: boolean; readonly token: string },
  ): Promise<void>;
  /** What pre-deployment validation found. */
  listFindings(changeSetId: string): Promise<readonly ValidationFinding[]>;
  deleteStack(nameOrId: string, token?: string): Promise<void>;
  cancelUpdate(stack: string): Promise<void>;
  setTerminationProtection(stack: string, isProtected: boolean): Promise<void>;
  /**
   * The events after the one with this id, the oldest first. A deleted stack's events are found by its id, not by its
   * name.
   */
  eventsAfter(nameOrId: string, eventId: string | undefined): Promise<readonly StackEvent[]>;
  /** Compares the resources with the template. This can take minutes. */
  detectDrift(stack: string): Promise<Drift>;
  /** Names of the stacks that import it. */
  listImports(exportName: string): Promise<readonly string[]>;
  /** The last lines of a log stream, the oldest first. Without the name of a stream: of the group's newest stream. */
  readLog(group: string, stream: string | undefined, most: number): Promise<readonly string[]>;
  /** Calls other services, for the modules: only a runtime knows which service it stands for. */
  readonly call: AwsCall;
}

export interface AwsOptions extends Access {
  /**
   * The ARN of the role with which CloudFormation changes and deletes stacks. Without it, CloudFormation uses the
   * stack's last one, or else the rights of these credentials.
   */
  readonly serviceRole?: string | undefined;
}

/** Opens AWS in a region, and loads the SDK for it. */
export async function openAws(region: string, { serviceRole, ...access }: AwsOptions = {}): Promise<Aws> {
  return openWith(await configure(region, access), serviceRole);
}

/** Opens AWS in several regions with the same credentials, so that a person is asked for a code once. */
export function openRegions(access: Access): (region: string) => Promise<Aws> {
  let config: ReturnType<typeof configure> | undefined;
  const opened = new Map<string, Promise<Aws>>();
  const open = async (region: string) => {
    config ??= configure(region, access);
    return openWith({ ...(await config), region }, undefined);
  };
  return (region) => {
    const aws = opened.get(region) ?? open(region);
    opened.set(region, aws);
    return aws;
  };
}

async function openWith(configuration: Configuration, serviceRole: string | undefined): Promise<Aws> {
  const { shell, ...config } = configuration;
  const { region } = config;
  const sdk = await import('./sdk.ts');
  const cloudFormation = new (await sdk.clients.cloudformation()).Client(config);

  async function ask<T>(operation: string, work: (client: CloudFormation) => Promise<T>): Promise<T> {
    try {
      return await work(cloudFormation);
    } catch (error) {
      throw explainAwsError(error, operation, region);
    }
  }

  const demand = <T>(part: T | undefined, operation: string): T => demandIn(part, operation, region);

  return {
    region,

    caller: openCaller(configuration),

    async describeStack(nameOrId) {
      const answer = await orNothing(
        ask('DescribeStacks', (client) => client.describeStacks({ StackName: nameOrId })),
      );
      if (!answer) return undefined;
      return readStack(demand(answer.Stacks?.[0], 'DescribeStacks'));
    },

    async readTemplate(stack) {
      const answer = await ask('GetTemplate', (client) =>
        client.getTemplate({ StackName: stack, TemplateStage: 'Original' }),
      );
      return demand(answer.TemplateBody, 'GetTemplate');
    },

    async listResources(stack) {
      const answer = await ask('DescribeStackResources', (client) =>
        client.describeStackResources({ StackName: stack }),
      );
      return demand(answer.StackResources, 'DescribeStackResources').map(readResource);
    },

    async createChangeSet({ stack, name, kind, template, parameters, tags }) {
      const answer = await ask('CreateChangeSet', (client) =>
        client.createChangeSet({
          StackName: stack,
          ChangeSetName: name,
          ClientToken: name,
          ChangeSetType: kind === 'create' ? 'CREATE' : 'UPDATE',
          TemplateBody: template,
          Capabilities: ['CAPABILITY_IAM'],
          RoleARN: serviceRole,
          Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) =>
            ParameterValue === undefined
              ? { ParameterKey, UsePreviousValue: true }
              : { ParameterKey, ParameterValue },
          ),
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
      return demand(answer.Id, 'CreateChangeSet');
    },

    async describeChangeSet(id) {
      const pages = await paged('DescribeChangeSet', (client, NextToken) =>
        client.describeChangeSet({ ChangeSetName: id, IncludePropertyValues: true, NextToken }),
      );
      const { Status, StatusReason } = pages[0] ?? {};
      return {
        status: demand(Status, 'DescribeChangeSet'),
        ...(StatusReason === undefined ? {} : { reason: StatusReason }),
        changes: pages.flatMap(({ Changes = [] }) => Changes.map(readChange)),
      };
    },

    async deleteChangeSet(nameOrId, stack) {
      const request = { ChangeSetName: nameOrId, StackName: stack };
      await orNothing(ask('DeleteChangeSet', (client) => client.deleteChangeSet(request)));
    },

    async executeChangeSet(id, { keepsFailed, token }) {
      const request = { ChangeSetName: id, DisableRollback: keepsFailed, ClientRequestToken: token };
      await ask('ExecuteChangeSet', (client) => client.executeChangeSet(request));
    },

    async listFindings(changeSetId) {
      const pages = await paged('DescribeEvents', (client, NextToken) =>
        client.describeEvents({ ChangeSetName: changeSetId, NextToken }),
      );
      return pages.flatMap(({ OperationEvents = [] }) => OperationEvents.flatMap(readFinding));
    },

    async deleteStack(nameOrId, token) {
      const request = { StackName: nameOrId, RoleARN: serviceRole, ClientRequestToken: token };
      await ask('DeleteStack', (client) => client.deleteStack(request));
    },

    async cancelUpdate(stack) {
      await ask('CancelUpdateStack', (client) => client.cancelUpdateStack({ StackName: stack }));
    },

    async setTerminationProtection(stack, isProtected) {
      await ask('UpdateTerminationProtection', (client) =>
        client.updateTerminationProtection({ StackName: stack, EnableTerminationProtection: isProtected }),
      );
    },

    async eventsAfter(nameOrId, eventId) {
      const isKnown = ({ EventId }: { EventId: string | undefined }) => EventId === eventId;
      const pages = await paged(
        'DescribeStackEvents',
        (client, NextToken) => client.describeStackEvents({ StackName: nameOrId, NextToken }),
        ({ StackEvents = [] }) => StackEvents.some(isKnown),
      );
      const newest = pages.flatMap(({ StackEvents }) => demand(StackEvents, 'DescribeStackEvents'));
      const end = newest.findIndex(isKnown);
      return newest
        .slice(0, end === -1 ? undefined : end)
        .reverse()
        .map(readEvent);
    },

    detectDrift: (stack) => detectDrift(ask, stack),

    async listStacks() {
      const pages = await paged('ListStacks', (client, NextToken) => client.listStacks({ NextToken }));
      return pages
        .flatMap(({ StackSummaries }) => demand(StackSummaries, 'ListStacks'))
        .filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE')
        .map(({ StackName, TemplateDescription }) => ({
          name: StackName ?? '',
          description: TemplateDescription ?? '',
        }));
    },

    async listImports(exportName) {
      const pages = await orNothing(
        paged('ListImports', (client, NextToken) =>
          client.listImports({ ExportName: exportName, NextToken }),
        ),
      );
      return pages?.flatMap(({ Imports }) => demand(Imports, 'ListImports')) ?? [];
    },

    async readLog(group, stream, most) {
      const { Client } = await sdk.clients.logs();
      const logs = new Client(config);
      try {
        return await readLines(logs, group, stream, most);
      } catch (error) {
        throw explainAwsError(error, 'GetLogEvents', region);
      }
    },

    ...openImages(async (where) => {
      const { Client } = await sdk.clients.ecr();
      return new Client({ ...config, region: where });
    }, shell),

    async call(service, operation, input) {
      const load = new Map<string, LoadClient>(Object.entries(sdk.clients)).get(service);
      const client = load && (new (await load()).Client(config) as Methods);
      const method = client?.[operation];
      if (!method) throw new InternalError(`compiler/aws/clients has no ${operation} of ${service}`);
      try {
        return await method.call(client, input);
      } catch (error) {
        // A method's name begins small, and AWS's name of the call with a capital.
        throw explainAwsError(
          error,
          operation.replace(/^./, (first) => first.toUpperCase()),
          region,
        );
      }
    },
  };

  /** Reads every page, or stops after the first that is enough. */
  async function paged<T extends { NextToken?: string | undefined }>(
    operation: string,
    turn: (client: CloudFormation, token: string | undefined) => Promise<T>,
    isEnough: (page: T) => boolean = () => false,
  ): Promise<readonly T[]> {
    const pages: T[] = [];
    for (;;) {
      const page = await ask(operation, (client) => turn(client, pages.at(-1)?.NextToken));
      pages.push(page);
      if (page.NextToken === undefined || isEnough(page)) return pages;
    }
  }
}

type LoadClient = () => Promise<{ readonly Client: new (config: object) => object }>;
type Methods = Readonly<Record<string, ((input: object) => Promise<unknown>) | undefined>>;
