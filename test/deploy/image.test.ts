import { expect } from 'chai';
import type { Aws } from '../../compiler/aws/aws.ts';
import type { EcrImage } from '../../compiler/aws/model.ts';
import type { Deployment } from '../../compiler/deploy/deployment.ts';
import { isPullable, readEcrImage, resolveImage } from '../../compiler/deploy/image.ts';

const account = '123456789012';
const host = `${account}.dkr.ecr.eu-west-1.amazonaws.com`;
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('The URI of an image', () => {
  for (const [uri, image] of [
    [`${host}/team/api:v1.2`, { account, region: 'eu-west-1', repository: 'team/api', tag: 'v1.2' }],
    [`${host}/api@${digest}`, { account, region: 'eu-west-1', repository: 'api', digest }],
    [`${host}/api:v1@${digest}`, { account, region: 'eu-west-1', repository: 'api', tag: 'v1', digest }],
    ['public.ecr.aws/nginx/nginx:1.27', undefined],
    [`public.ecr.aws/nginx/nginx@${digest}`, undefined],
  ] as readonly (readonly [string, EcrImage | undefined])[]) {
    it(`may be one of ECR: ${uri.slice(0, 70)}`, () => {
      expect(isPullable(uri)).to.equal(true);
      expect(readEcrImage(uri)).to.deep.equal(image);
    });
  }

  for (const uri of [
    'nginx',
    'nginx:1',
    'docker.io/library/nginx:1',
    'ghcr.io/octo-org/api:1',
    'host:5000/api:1',
    `${host}/api`,
    `${host}/api:`,
    `${host}/api@sha256:0123`,
    `${host}:443/api:1`,
    `${host}.example.com/api:1`,
    `12345.dkr.ecr.eu-west-1.amazonaws.com/api:1`,
    'public.ecr.aws/nginx/nginx',
    `${host}/api:1 ${host}/api:2`,
  ]) {
    it(`may not be ${uri.slice(0, 70)}`, () => {
      expect(isPullable(uri)).to.equal(false);
    });
  }
});

describe('The image that a deployment is given', () => {
  function stage(found: string | undefined) {
    const asked: EcrImage[] = [];
    const told: string[] = [];
    const aws: Partial<Aws> = {
      caller: () => Promise.resolve({ account, arn: 'arn' }),
      findDigest: (image) => {
        asked.push(image);
        return Promise.resolve(found);
      },
    };
    const deployment = { aws, report: { step: (text: string) => told.push(text) } } as unknown as Deployment;
    return { asked, told, resolve: (uri: string) => resolveImage(uri, deployment) };
  }
  const refusal = async (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => '',
      (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
    );

  it('is deployed by the digest that ECR has for its tag', async () => {
    const { asked, told, resolve } = stage(digest);
    expect(await resolve(`${host}/team/api:v1`)).to.equal(`${host}/team/api@${digest}`);
    expect(asked).to.deep.equal([{ account, region: 'eu-west-1', repository: 'team/api', tag: 'v1' }]);
    expect(told).to.deep.equal([`${host}/team/api:v1 is ${digest}`]);
  });

  it('stays as it is when it has its digest, and is looked for all the same', async () => {
    const { asked, told, resolve } = stage(digest);
    expect(await resolve(`${host}/api@${digest}`)).to.equal(`${host}/api@${digest}`);
    expect(asked).to.have.length(1);
    expect(told).to.deep.equal([]);
  });

  it('stays as it is when it is in ECR Public', async () => {
    const { asked, resolve } = stage(undefined);
    expect(await resolve('public.ecr.aws/nginx/nginx:1')).to.equal('public.ecr.aws/nginx/nginx:1');
    expect(asked).to.deep.equal([]);
  });

  it('is refused when ECR does not have it', async () => {
    const { resolve } = stage(undefined);
    expect(await refusal(resolve(`${host}/team/api:v1`))).to.equal(
      `DeploymentError: there is no image ${host}/team/api:v1: "aws ecr describe-images --region eu-west-1 --repository-name team/api" lists those that are there`,
    );
  });

  it('is refused when it is in another account, without asking for it', async () => {
    const { asked, resolve } = stage(digest);
    const uri = '999999999999.dkr.ecr.eu-west-1.amazonaws.com/api:1';
    expect(await refusal(resolve(uri))).to.match(
      /^DeploymentError: .* is in account 999999999999, and the service in 123456789012 may pull from its own .*push/,
    );
    expect(asked).to.deep.equal([]);
  });
});
