import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AwsError, startAwsEndpoint } from './aws-endpoint.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';

/** A service in a stack, with its containers. */
export interface RestartedService {
  /** Its logical id in the stack. */
  readonly logicalId: string;
  readonly arn: string;
  /** When the deployment began that started its containers, in seconds since 1970. */
  started: number;
  /** How often it is still looked at until the deployment that goes on is over. */
  looks: number;
  restarts: number;
}

/** Serves the API of Amazon ECS or of App Runner for one service, and what CloudFormation knows of it. */
export interface ServiceEndpoints {
  readonly api: AwsEndpoint;
  readonly stacks: { readonly url: string };
  stop(): Promise<void>;
}

interface Input {
  readonly status?: readonly string[];
  readonly createdAt?: { readonly after: number };
}
type Operations = Readonly<Record<string, (input: Input) => object>>;

/** Besides, a restart that failed is listed. */
export function ecsOperations(service: RestartedService): Operations {
  return {
    ListServiceDeployments: ({ status = [], createdAt }) => {
      const all = [
        { status: 'ROLLBACK_SUCCESSFUL', createdAt: Date.now() / 1000 },
        { status: 'SUCCESSFUL', createdAt: service.started },
        ...(status.includes('IN_PROGRESS') && isBusy(service)
          ? [{ status: 'IN_PROGRESS', createdAt: Date.now() / 1000 }]
          : []),
      ];
      const after = createdAt?.after ?? 0;
      return {
        serviceDeployments: all.filter((each) => status.includes(each.status) && each.createdAt >= after),
      };
    },
    UpdateService: () => restart(service),
  };
}

export function appRunnerOperations(service: RestartedService): Operations {
  return {
    DescribeService: () => ({
      Service: { Status: isBusy(service) ? 'OPERATION_IN_PROGRESS' : 'RUNNING' },
    }),
    ListOperations: () => ({
      OperationSummaryList: [
        { Type: 'START_DEPLOYMENT', Status: 'ROLLBACK_SUCCEEDED', StartedAt: Date.now() / 1000 },
        { Type: 'RESUME_SERVICE', Status: 'SUCCEEDED', StartedAt: Date.now() / 1000 },
        { Type: 'START_DEPLOYMENT', Status: 'SUCCEEDED', StartedAt: service.started },
      ],
    }),
    StartDeployment: () => {
      if (isBusy(service)) throw new AwsError('InvalidStateException', 'OPERATION_IN_PROGRESS');
      return restart(service);
    },
  };
}

function isBusy(service: RestartedService): boolean {
  if (service.looks === 0) return false;
  service.looks -= 1;
  return true;
}

function restart(service: RestartedService): object {
  service.restarts += 1;
  service.started = Date.now() / 1000;
  return {};
}

export async function startServiceEndpoints(
  service: RestartedService,
  operations: Operations,
): Promise<ServiceEndpoints> {
  const api = await startAwsEndpoint((operation, input) => {
    const answer = operations[operation];
    if (!answer) throw new AwsError('UnknownOperationException', operation);
    return answer(input);
  });
  const stacks = createServer((request, response) => {
    void text(request).then((body) => {
      const isKnown = new URLSearchParams(body).get('LogicalResourceId') === service.logicalId;
      response.writeHead(isKnown ? 200 : 400, { 'content-type': 'text/xml' });
      response.end(
        isKnown
          ? describe(service)
          : '<ErrorResponse><Error><Code>ValidationError</Code></Error></ErrorResponse>',
      );
    });
  });
  await once(stacks.listen(0, '127.0.0.1'), 'listening');
  return {
    api,
    stacks: { url: `http://127.0.0.1:${(stacks.address() as AddressInfo).port}` },
    stop: async () => {
      await api.stop();
      stacks.closeAllConnections();
      stacks.close();
      await once(stacks, 'close');
    },
  };
}

function describe({ arn }: RestartedService): string {
  const detail = `<StackResourceDetail><PhysicalResourceId>${arn}</PhysicalResourceId></StackResourceDetail>`;
  const result = `<DescribeStackResourceResult>${detail}</DescribeStackResourceResult>`;
  return `<DescribeStackResourceResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">${result}</DescribeStackResourceResponse>`;
}
