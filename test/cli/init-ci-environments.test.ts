import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { parse } from 'yaml';
import { showFinding } from '../support/judges/finding.ts';
import { lintWorkflows, missingWorkflowLinter } from '../support/judges/lint-workflows.ts';
import { checkWorkflow } from '../support/judges/workflow-rules.ts';
import { secondBackend } from '../support/local-aws/second-backend.ts';
import { needs } from '../support/needs.ts';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';
import { withoutDomain } from '../support/compile/without-domain.ts';

interface Job {
  readonly 'runs-on': string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly permissions: object;
  readonly steps: readonly { readonly name?: string; readonly run?: string }[];
}

const todo = withoutDomain(readFileSync('specs/todo.yaml', 'utf8'));
const threeEnvironments = `${todo}
environments:
  dev: {}
  staging-eu: { region: eu-west-1, shared: { availabilityZones: [eu-west-1a, eu-west-1b] } }
  prod: { protected: true }
`;

describe('archc init --ci github, for specs with environments,', () => {
  const folder = useFolder();
  const init = (...args: string[]) => runArchc(['init', '--ci', 'github', ...args], { cwd: folder.path });
  const read = (name: string) => readFileSync(join(folder.path, '.github/workflows', name), 'utf8');
  const jobsOf = (name: string) => (parse(read(name)) as { jobs: Readonly<Record<string, Job>> }).jobs;
  /** The lines of a job that plan or deploy. */
  const commandsOf = ({ steps }: Job) =>
    steps
      .flatMap(({ run = '' }) => run.split('\n'))
      .filter((line) => /^(archc )?(plan|deploy) .*specs/.test(line));
  /** Each job with what it waits for. */
  const deployments = () =>
    Object.entries(jobsOf('archc-deploy.yml')).map(([name, job]) => ({
      name,
      ...(job.needs !== undefined && { after: job.needs }),
      ...(job.environment !== undefined && { environment: job.environment }),
      runner: job['runs-on'],
      commands: commandsOf(job),
    }));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder.path, 'specs', name), text);
  };

  beforeEach(() => {
    for (const name of ['.git', 'specs']) mkdirSync(join(folder.path, name));
    write('todo.yaml', threeEnvironments);
  });

  it('deploys the first, and plans the others before it promotes along them, each in its own environment of GitHub', () => {
    const { code, stdout, stderr } = init();
    expect(code, stderr).to.equal(0);
    const runner = 'ubuntu-latest';
    expect(deployments()).to.deep.equal([
      {
        name: 'dev',
        environment: 'dev',
        runner,
        commands: ['archc deploy specs/todo.yaml --environment dev --yes'],
      },
      {
        name: 'plan_staging-eu',
        after: 'dev',
        runner,
        commands: [
          'plan 1 specs/todo.yaml --environment staging-eu --promote-from dev --from-profile promotion',
        ],
      },
      {
        name: 'staging-eu',
        after: 'plan_staging-eu',
        environment: 'staging-eu',
        runner,
        commands: ['deploy 1 specs/todo.yaml --environment staging-eu --from-profile promotion'],
      },
      {
        name: 'plan_prod',
        after: ['plan_staging-eu', 'staging-eu'],
        runner,
        commands: [
          'plan 1 specs/todo.yaml --environment prod --promote-from staging-eu --from-profile promotion',
        ],
      },
      {
        name: 'prod',
        after: 'plan_prod',
        environment: 'prod',
        runner,
        commands: ['deploy 1 specs/todo.yaml --environment prod --from-profile promotion --confirm prod'],
      },
    ]);
    const { plan_prod: plan } = jobsOf('archc-deploy.yml');
    expect(plan?.permissions).to.deep.equal({ contents: 'read', 'id-token': 'write' });
    expect(stdout)
      .to.include(
        '  2. archc policy specs/todo.yaml --environment dev --bootstrap --repository OWNER/NAME > pipeline-dev.yaml: it says how to deploy the roles of dev\n',
      )
      .and.include('  5. set the variables that these say to the roles\n');
  });

  it('takes on the role of each environment in its own region', () => {
    expect(init().code).to.equal(0);
    const regions = [...read('archc-deploy.yml').matchAll(/aws-region: (\S+)/g)].map(([, region]) => region);
    // Those before it are of the profile that reads the environment before.
    expect(regions).to.deep.equal([
      'ap-northeast-1',
      ...['ap-northeast-1', 'eu-west-1', 'ap-northeast-1', 'eu-west-1'],
      ...['eu-west-1', 'ap-northeast-1', 'eu-west-1', 'ap-northeast-1'],
    ]);
    expect(read('archc-check.yml'))
      .to.include('vars.AWS_PLAN_ROLE_STAGING_EU')
      .and.include('steps.role_staging_eu.outcome');
  });

  it('deploys specs without environments to "production", beside the others', () => {
    write('a.yaml', secondBackend(todo));
    expect(init().code).to.equal(0);
    expect(deployments().map(({ name, commands }) => [name, commands.at(-1)])).to.deep.equal([
      ['dev', 'archc deploy specs/todo.yaml --environment dev --yes'],
      [
        'plan_staging-eu',
        'plan 1 specs/todo.yaml --environment staging-eu --promote-from dev --from-profile promotion',
      ],
      ['staging-eu', 'deploy 1 specs/todo.yaml --environment staging-eu --from-profile promotion'],
      [
        'plan_prod',
        'plan 1 specs/todo.yaml --environment prod --promote-from staging-eu --from-profile promotion',
      ],
      ['prod', 'deploy 1 specs/todo.yaml --environment prod --from-profile promotion --confirm prod'],
      ['plan_production', 'plan 1 specs/a.yaml'],
      ['production', 'deploy 1 specs/a.yaml'],
    ]);
  });

  it('lets no environment wait for specs without any, unless it uses their stack', () => {
    const other = todo.replace('name: todo', 'name: api');
    write('api.yaml', other);
    expect(init().code).to.equal(0);
    expect(deployments().map(({ name }) => name)).to.deep.equal([
      'dev',
      'plan_staging-eu',
      'staging-eu',
      'plan_prod',
      'prod',
      'plan_production',
      'production',
    ]);
    rmSync(join(folder.path, '.github'), { recursive: true });
    write('todo.yaml', `${secondBackend(todo)}\nenvironments:\n  dev: {}\n`);
    write('api.yaml', todo);
    const { code, stderr } = init();
    expect(code, stderr).to.equal(0);
    expect(deployments().map(({ name }) => name)).to.deep.equal([
      'plan_production',
      'production',
      'plan_dev',
      'dev',
    ]);
  });

  it('deploys the specs of an environment in one job, and where images are built, in one for each processor', () => {
    const own = secondBackend(todo).replace('name: second', 'name: arm');
    write('todo.yaml', `${todo}\nenvironments: { dev: {}, prod: {} }\n`);
    write(
      'arm.yaml',
      `${own.replace('runtime: appRunner', 'runtime: fargate\n    architecture: arm64')}\nenvironments: { dev: {}, prod: { backend: { database: { name: prod, user: prod } } } }\n`,
    );
    const { code, stderr } = init();
    expect(code, stderr).to.equal(0);
    expect(
      deployments().map(({ name, after, runner, commands }) => [name, after, runner, commands.length]),
    ).to.deep.equal([
      ['dev_1', undefined, 'ubuntu-latest', 1],
      ['dev_2', 'dev_1', 'ubuntu-24.04-arm', 1],
      ['plan_prod', 'dev_2', 'ubuntu-latest', 2],
      ['prod', 'plan_prod', 'ubuntu-latest', 2],
    ]);
  });

  it('builds the image of an environment anew, if it builds that in another way', () => {
    const own = '{ backend: { build: { args: { MODE: fast } } } }';
    write('todo.yaml', `${todo}\nenvironments: { dev: {}, prod: ${own} }\n`);
    expect(init().code).to.equal(0);
    expect(
      deployments()
        .slice(-2)
        .flatMap(({ commands }) => commands),
    ).to.deep.equal([
      'plan 1 specs/todo.yaml --environment prod',
      'deploy 1 specs/todo.yaml --environment prod',
    ]);
    // Only the build shows whether anything changes.
    expect(jobsOf('archc-deploy.yml')['prod']).to.not.have.property('if');
    expect(read('archc-deploy.yml')).to.not.include('AWS_PROMOTION_ROLE');
  });

  it('runs the jobs after an environment that has nothing to deploy, and none after a failure', () => {
    expect(init().code).to.equal(0);
    const jobs = jobsOf('archc-deploy.yml');
    type Result = 'success' | 'failure' | 'cancelled' | 'skipped';
    const runs = (job: string, results: Readonly<Record<string, Result>>, changes = 'true') => {
      const needed = new Map<string, object>();
      for (const [name, result] of Object.entries(results)) {
        needed.set(name.replaceAll('-', '_'), { result, outputs: { changes } });
      }
      const condition = /^\$\{\{ (.*) \}\}$/.exec(jobs[job]?.if ?? '')?.[1] ?? 'false';
      const code = condition.replaceAll('staging-eu', 'staging_eu');
      return runInNewContext(code, {
        cancelled: () => false,
        needs: Object.fromEntries(needed),
      }) as boolean;
    };
    for (const [plan, deployed, wanted] of [
      ['success', 'success', true],
      ['success', 'skipped', true],
      ['success', 'failure', false],
      ['success', 'cancelled', false],
      ['failure', 'skipped', false],
      ['skipped', 'skipped', false],
    ] as const) {
      const results = { 'plan_staging-eu': plan, 'staging-eu': deployed };
      expect(runs('plan_prod', results), JSON.stringify(results)).to.equal(wanted);
    }
    expect(runs('prod', { plan_prod: 'success' })).to.equal(true);
    expect(runs('prod', { plan_prod: 'success' }, 'false')).to.equal(false);
    expect(runs('prod', { plan_prod: 'failure' })).to.equal(false);
    expect(runs('staging-eu', { 'plan_staging-eu': 'success' }, 'false')).to.equal(false);
  });

  it('plans the only environment too, in runs that follow one another as a whole', () => {
    write('todo.yaml', `${todo}\nenvironments: { prod: {} }\n`);
    expect(init().code).to.equal(0);
    expect(deployments().map(({ name, commands }) => [name, ...commands])).to.deep.equal([
      ['plan_prod', 'plan 1 specs/todo.yaml --environment prod'],
      ['prod', 'deploy 1 specs/todo.yaml --environment prod'],
    ]);
    expect(parse(read('archc-deploy.yml'))).to.have.nested.property('concurrency.group', 'archc-deploy');
    expect(checkWorkflow(read('archc-deploy.yml'))).to.deep.equal([]);
  });

  for (const [title, second, message] of [
    [
      'in different orders',
      'environments: { prod: {}, dev: {} }',
      'the specs have the environments prod, dev, staging-eu in different orders, and one pipeline has one order: write their environments in the same order',
    ],
    [
      'that promote to one environment from different ones',
      'environments: { dev: {}, prod: {} }',
      'one pipeline promotes prod from one environment, but specs/a.yaml from dev, specs/todo.yaml from staging-eu: give the specs the same environments, or write a pipeline for each',
    ],
    [
      'of which one uses the shared stack of a later one',
      'environments: { test: { shared: null, sharedStack: other-dev-shared, backend: { database: { name: t, user: t } } }, dev: {} }',
      'specs/a.yaml has test before dev, whose shared stack it uses, and a pipeline deploys in that order: write dev above test',
    ],
  ] as const) {
    it(`writes nothing for environments ${title}`, () => {
      write('a.yaml', `${todo.replace('name: todo', 'name: other')}\n${second}\n`);
      const { code, stderr } = init();
      expect(code).to.equal(2);
      expect(stderr).to.equal(`archc: ${message}\n`);
    });
  }

  it('writes nothing for an environment that is called as what other specs are deployed to', () => {
    write('todo.yaml', threeEnvironments.replace('prod:', 'production:'));
    write('second.yaml', secondBackend(todo));
    const { code, stderr } = init();
    expect(code).to.equal(2);
    expect(stderr).to.include(
      'specs/second.yaml has no environments and is deployed to production, which is an environment of specs/todo.yaml too: give it that environment, or give the environment another name',
    );
    write('second.yaml', `${secondBackend(todo)}\nenvironments: { production: {} }\n`);
    const mended = init();
    expect(mended.code, mended.stderr).to.equal(0);
    expect(mended.stdout).to.include(
      'archc policy specs/todo.yaml specs/second.yaml --environment production --bootstrap',
    );
  });

  it('writes a workflow for previews of the first environment, when it is asked for', () => {
    expect(init('--previews').code).to.equal(0);
    const { preview, remove, expired } = jobsOf('archc-preview.yml');
    expect(preview?.steps.find(({ name }) => name === 'Deploy the preview')?.run)
      .to.include('archc deploy "$@" --preview "$PREVIEW" --yes')
      .and.include('\ndeploy specs/todo.yaml --from dev\n');
    expect(remove?.steps.at(-1)?.run).to.equal(
      'archc destroy specs/todo.yaml --from dev --preview "$PREVIEW" --yes\n',
    );
    expect(expired?.steps.at(-1)?.run).to.equal('archc destroy specs/todo.yaml --from dev --expired --yes\n');
    const rights = { contents: 'read', 'id-token': 'write' };
    expect(preview?.permissions).to.deep.equal({ ...rights, 'pull-requests': 'write' });
    for (const job of [remove, expired]) expect(job?.permissions).to.deep.equal(rights);
  });

  it('keeps the rules of our own workflows, and leaves actionlint and ShellCheck silent', async function () {
    write('b c.yaml', `${todo.replace('name: todo', 'name: other')}\nenvironments: { dev: {} }\n`);
    const { code, stderr } = init('--previews');
    expect(code, stderr).to.equal(0);
    const names = ['archc-check.yml', 'archc-deploy.yml', 'archc-preview.yml'];
    for (const name of names) expect(checkWorkflow(read(name)), name).to.deep.equal([]);
    for (const name of names) expect(read(name)).to.not.match(/^# <|<[a-z-]+>$/m);
    needs(this, await missingWorkflowLinter());
    const texts = Object.fromEntries(names.map((name) => [name, read(name)]));
    expect((await lintWorkflows(texts)).map(showFinding)).to.deep.equal([]);
  });
});
