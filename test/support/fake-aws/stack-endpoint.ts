import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An endpoint for the real AWS CLI, with one stack of CloudFormation, ECR's login and one image in ECR. */
export interface StackEndpoint {
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

export async function startStackEndpoint(stack: {
  readonly name: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly password: string;
  readonly image?: { readonly repository: string; readonly tag: string; readonly digest: string };
}): Promise<StackEndpoint> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const operation = request.headers['x-amz-target']?.toString().split('.').at(-1);
      if (operation === 'DescribeImages') {
        const { status, answer } = describeImages(JSON.parse(body) as ImagesRequest, stack.image);
        response.writeHead(status).end(JSON.stringify(answer));
        return;
      }
      if (operation === 'GetAuthorizationToken') {
        const authorizationToken = Buffer.from(`AWS:${stack.password}`).toString('base64');
        const proxyEndpoint = 'https://123456789012.dkr.ecr.ap-northeast-1.amazonaws.com';
        response.end(JSON.stringify({ authorizationData: [{ authorizationToken, proxyEndpoint }] }));
        return;
      }
      const asked = new URLSearchParams(body).get('StackName') ?? '';
      if (asked === stack.name) response.end(describeStack(stack.name, stack.outputs));
      else response.writeHead(400).end(refuseStack(asked));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface ImagesRequest {
  readonly repositoryName: string;
  readonly imageIds: readonly { readonly imageTag: string }[];
}

function describeImages(
  { repositoryName, imageIds: [{ imageTag } = { imageTag: '' }] }: ImagesRequest,
  image: { readonly repository: string; readonly tag: string; readonly digest: string } | undefined,
): { readonly status: number; readonly answer: object } {
  if (image?.repository === repositoryName && image.tag === imageTag) {
    return { status: 200, answer: { imageDetails: [{ imageDigest: image.digest, imageTags: [imageTag] }] } };
  }
  return { status: 400, answer: { __type: 'ImageNotFoundException', message: `No image ${imageTag}` } };
}

function describeStack(name: string, outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<StackName>${name}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>`;
  const list = members.length > 0 ? `<Outputs>${members.join('')}</Outputs>` : '';
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member>${stack}${list}</member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

function refuseStack(name: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message></Error></ErrorResponse>`;
}
