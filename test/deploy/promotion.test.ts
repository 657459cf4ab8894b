import { expect } from 'chai';
import { AwsFailure } from '../../compiler/aws/failure.ts';
import type { Aws } from '../../compiler/aws/aws.ts';
import type { DeployedStack } from '../../compiler/aws/model.ts';
import { compileTrees, readTrees } from '../../compiler/compile.ts';
import type { Deployment } from '../../compiler/deploy/deployment.ts';
import { openPromotion } from '../../compiler/deploy/promote.ts';
import { differencesOfBuild } from '../../compiler/deploy/same-build.ts';
import { composePromotionPolicy } from '../../compiler/policy/policy.ts';
import type { Compiled } from '../../compiler/phases/results.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { stack } from '../support/fake-aws/scripted-aws.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const registry = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com';
const image = `${registry}/todo-staging-shared-repository-1@${digest}`;
const other = `${registry}/todo-staging-shared-repository-1@sha256:${'b'.repeat(64)}`;

function compile(environments: string): readonly Compiled[] {
  const spec = `archc: 1
architecture: managed-web-api
name: todo
region: ap-northeast-1
shared: { availabilityZones: [ap-northeast-1a, ap-northeast-1c], database: none }
backend:
  service: { runtime: fargate, port: 8080, plainHttp: true, healthCheck: { path: /healthz } }
environments: ${environments}
`;
  const trees = readTrees({ name: 'todo.yaml', bytes: Buffer.from(spec) }, toolkit);
  if (!trees.ok) throw new Error(JSON.stringify(trees.diagnostics));
  const outcome = compileTrees(trees.value, toolkit);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}

const [staging, prod] = compile('{ staging: {}, prod: {} }') as [Compiled, Compiled];

/** What was asked of the account of staging, as actions of IAM. */
const called = new Set<string>();
const prefixes: Readonly<Record<string, string>> = { elbv2: 'elasticloadbalancing' };

interface Situation {
  readonly status?: string;
  readonly wanted?: string;
  readonly runs?: string;
  readonly healthy?: boolean;
  readonly description?: string;
  /** The repository of prod, if it has one. */
  readonly repository?: string;
  readonly isThere?: boolean;
  readonly denied?: boolean;
}

const stackOf = (name: string, more: Partial<DeployedStack>): DeployedStack => ({
  ...stack,
  id: name,
  name,
  ...more,
});

/** The account of staging, in which ECS answers as it does. */
function accountOf({ status, wanted = image, runs = wanted, healthy = true, ...more }: Situation): Aws {
  const answers: Readonly<Record<string, object>> = {
    describeServices: {
      services: [
        { status: 'ACTIVE', desiredCount: 1, deployments: [{ status: 'PRIMARY', taskDefinition: 't' }] },
      ],
    },
    describeTaskDefinition: { taskDefinition: { containerDefinitions: [{ image: runs }] } },
    describeTargetHealth: {
      TargetHealthDescriptions: [{ TargetHealth: { State: healthy ? 'healthy' : 'unhealthy' } }],
    },
    listTasks: { taskArns: ['arn:aws:ecs:ap-northeast-1:123456789012:task/c/1'] },
  };
  const aws: Partial<Aws> = {
    region: 'ap-northeast-1',
    describeStack: (name) => {
      if (more.denied) {
        const words =
          'these AWS credentials are missing a permission: "archc policy SPEC" prints all that are needed';
        return Promise.reject(new AwsFailure('denied', 'AccessDenied', words));
      }
      const about = {
        parameters: { ImageUri: wanted },
        description: more.description ?? 'Backend stack of todo, environment staging: ...',
      };
      return Promise.resolve(
        status === 'none' ? undefined : stackOf(name, { ...about, ...(status && { status }) }),
      );
    },
    readTemplate: () =>
      Promise.resolve(staging.artifacts.find(({ name }) => name === 'backend.yaml')?.text ?? ''),
    call: (service, operation) => {
      called.add(
        `${prefixes[service] ?? service}:${operation.replace(/^./, (first) => first.toUpperCase())}`,
      );
      return Promise.resolve(answers[operation] ?? {});
    },
  };
  return aws as Aws;
}

async function promote(situation: Situation) {
  const lines: string[] = [];
  const outputs = situation.repository ? [{ key: 'RepositoryUri', value: situation.repository }] : [];
  const aws: Partial<Aws> = {
    describeStack: (name) =>
      Promise.resolve(
        situation.repository
          ? stackOf(name, { outputs, description: 'Shared stack of todo, environment prod: ...' })
          : undefined,
      ),
    findDigest: () => Promise.resolve(situation.isThere ? digest : undefined),
  };
  const deployment: Partial<Deployment> = {
    aws: aws as Aws,
    context: { resolved: prod.resolved, templates: prod.templates, toolkit },
    report: { step: (line: string) => lines.push(line) } as unknown as Deployment['report'],
  };
  const source = { aws: accountOf(situation), resolved: staging.resolved };
  const promotion = await openPromotion(source, deployment as Deployment);
  return { lines, promotion };
}

describe('the image of another environment', () => {
  for (const [title, situation, want] of [
    [
      'is copied to a repository that lacks it',
      { repository: `${registry}/todo-prod` },
      { image: `${registry}/todo-prod@${digest}`, copies: true },
    ],
    [
      'is not copied to one that has it',
      { repository: `${registry}/todo-prod`, isThere: true },
      { image: `${registry}/todo-prod@${digest}`, copies: false },
    ],
    [
      'is not copied when both environments have one repository',
      { repository: image.replace(/@.*/, '') },
      { image, copies: false },
    ],
    ['is copied when the repository is made', {}, { image: undefined, copies: true }],
    [
      'is used where it is in ECR Public',
      { wanted: `public.ecr.aws/nginx/nginx@${digest}` },
      { image: `public.ecr.aws/nginx/nginx@${digest}`, copies: false },
    ],
  ] as const) {
    it(title, async () => {
      const { promotion, lines } = await promote(situation);
      expect(promotion).to.deep.include({ from: 'staging', ...want });
      expect(lines).to.deep.equal([`staging runs ${'wanted' in situation ? situation.wanted : image}`]);
    });
  }

  it('is the one from before, and reported as that, when the last deployment was rolled back', async () => {
    const { promotion, lines } = await promote({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(promotion).to.deep.include({ from: 'staging', copies: true });
    expect(lines).to.deep.equal([
      `staging runs ${image}`,
      'The last deployment of staging was rolled back: this is the image from before',
    ]);
  });

  for (const [title, situation, why] of [
    [
      'has no stack',
      { status: 'none' },
      /stack "todo-staging-backend" does not exist in .*: deploy it first with "archc deploy todo.yaml --environment staging"$/,
    ],
    [
      'is being deployed',
      { status: 'UPDATE_IN_PROGRESS' },
      /is in UPDATE_IN_PROGRESS: wait until that operation ends$/,
    ],
    [
      'has failed',
      { status: 'UPDATE_ROLLBACK_FAILED' },
      /is in UPDATE_ROLLBACK_FAILED: deploy it first with/,
    ],
    [
      'was never deployed well',
      { status: 'ROLLBACK_COMPLETE' },
      /is in ROLLBACK_COMPLETE: deploy it first with/,
    ],
    [
      'runs another image than its stack has',
      { runs: other },
      /runs .*@sha256:b+, and its stack has .*@sha256:a+: deploy it first/,
    ],
    [
      'is not healthy',
      { healthy: false },
      /does not run well, no task passes the health check: .*: "archc status todo.yaml --environment staging" shows more$/,
    ],
    [
      'runs a tag',
      { wanted: `${registry}/team/api:v1` },
      /runs .*:v1, a tag that can name another image by now: deploy it by its digest with "archc deploy todo.yaml --environment staging --image .*:v1"$/,
    ],
    [
      'has a stack of another spec',
      { description: 'Backend stack of todo-staging: ...' },
      /stack "todo-staging-backend" belongs /,
    ],
    [
      'may not be read',
      { denied: true },
      /"archc policy todo.yaml --environment staging --promotion" prints all that are needed/,
    ],
  ] as const) {
    it(`is not promoted when that environment ${title}`, async () => {
      const failure = await promote(situation).then(
        () => 'promoted',
        (error: unknown) => (error as Error).message,
      );
      expect(failure).to.match(why);
    });
  }

  it('asks nothing that archc policy --promotion does not grant', async () => {
    called.clear();
    await promote({});
    const documents = composePromotionPolicy(staging, { account: '123456789012', toolkit });
    const granted = documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    expect(called.size).to.be.above(3);
    expect([...called].filter((action) => !granted.includes(action))).to.deep.equal([]);
    expect(granted.filter((action) => !/:(Describe|List|Get|BatchGet)/.test(action))).to.deep.equal([]);
  });

  it('must be built alike for both, whatever cache and secrets come from', () => {
    const differ = (environments: string) => {
      const [one, two] = compile(environments) as [Compiled, Compiled];
      return differencesOfBuild(one.resolved, two.resolved);
    };
    const build = (text: string) => `{ staging: {}, prod: { backend: { build: ${text} } } }`;
    expect(differ('{ staging: {}, prod: {} }')).to.deep.equal([]);
    expect(differ(build('{ args: { A: b }, target: prod }'))).to.deep.equal([
      'backend.build.args',
      'backend.build.target',
    ]);
    expect(differ('{ staging: {}, prod: { backend: { service: { architecture: arm64 } } } }')).to.deep.equal([
      'the processors of backend.service (linux/amd64 and linux/arm64)',
    ]);
    const secrets = (place: string) => `{ backend: { build: { secrets: { npm: { ${place} } } } } }`;
    expect(differ(`{ staging: ${secrets('env: A')}, prod: ${secrets('file: a')} }`)).to.deep.equal([]);
    expect(differ(`{ staging: ${secrets('env: A')}, prod: {} }`)).to.deep.equal(['backend.build.secrets']);
  });
});
