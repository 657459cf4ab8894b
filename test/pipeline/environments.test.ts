import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { missingGithubCli, startGithubApi } from '../support/github/github-api.ts';
import type { GithubApi } from '../support/github/github-api.ts';
import { contextOf, pushContext, runJob, runnerEnv } from '../support/github/run-job.ts';
import type { JobRun, Surroundings } from '../support/github/run-job.ts';
import { makeUserRepository } from '../support/github/user-repository.ts';
import type { UserRepository } from '../support/github/user-repository.ts';
import { missingForTwoAccounts, startTwoAccounts } from '../support/local-aws/two-accounts.ts';
import type { TwoAccounts } from '../support/local-aws/two-accounts.ts';
import { needs } from '../support/needs.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import { bareSpec } from './bare-spec.ts';

const [devAccount, prodAccount] = ['210987654321', '123456789012'] as const;
const roleIn = (account: string, name: string) => `arn:aws:iam::${account}:role/pipeline/${name}`;

const environments = `
environments:
  dev:
    account: "${devAccount}"
  prod:
    account: "${prodAccount}"
    protected: true
    region: us-east-1
    shared: { availabilityZones: [us-east-1a, us-east-1b] }
`;

describe('the workflows of a spec with environments, with two accounts in a local AWS', () => {
  let accounts: TwoAccounts;
  let repository: UserRepository;
  let github: GithubApi | undefined;
  let spec = '';
  let artifacts = '';

  before(async function () {
    needs(this, (await missingForTwoAccounts()) ?? (await missingGithubCli()));
    accounts = await startTwoAccounts();
    artifacts = await mkdtemp(path.join(tmpdir(), 'archc-artifacts-'));
    github = await startGithubApi('octo-org/todo', 7);
    spec = await bareSpec(environments);
    repository = await makeUserRepository({
      'specs/todo.yaml': spec,
      'sample-api/Dockerfile': 'FROM scratch\nCOPY app.jar /\n',
      'sample-api/app.jar': 'v1',
    });
    await repository.archc('init', '--ci', 'github');
    await repository.push();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(accounts.rehearsal.miniStack.log());
  });
  after(async () => {
    if (!github) return;
    await repository.remove();
    await github.stop();
    await accounts.stop();
    await rm(artifacts, { recursive: true });
  });

  interface Given {
    readonly job?: string;
    readonly vars?: Readonly<Record<string, string>>;
    readonly github?: object;
    readonly needs?: Surroundings['needs'];
  }
  /** Runs a job of the checkout. Each role has the credentials of its account. */
  async function run(
    name: string,
    cwd: string,
    { job, vars = {}, github: context = pushContext, needs = {} }: Given,
  ) {
    const workflow = await readFile(path.join(cwd, `.github/workflows/${name}.yml`), 'utf8');
    const { stdout } = await runProcess('git', ['-C', cwd, 'rev-parse', 'HEAD']);
    const env = {
      ...runnerEnv,
      ...github?.env,
      ...accounts.env,
      GITHUB_REF_NAME: 'main',
      GITHUB_SHA: stdout.trim(),
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
    };
    const credentials = (role: string) => accounts.credentialsOf(/\d{12}/.exec(role)?.[0] ?? '');
    const given = { cwd, env, github: context, vars, credentials, needs, artifacts };
    return runJob(workflow, { ...given, ...(job && { job }) });
  }
  const moveTo = (sha: string) => {
    if (github) github.heads['main'] = sha;
  };
  const headOf = async (cwd: string) =>
    (await runProcess('git', ['-C', cwd, 'rev-parse', 'HEAD'])).stdout.trim();

  const devVariables = { AWS_DEPLOY_ROLE: roleIn(devAccount, 'deploy') };
  /** The variables of the repository, which a job without an environment has. */
  const commonVariables = {
    AWS_PLAN_ROLE_PROD: roleIn(prodAccount, 'plan'),
    AWS_PROMOTION_ROLE_DEV: roleIn(devAccount, 'promotion'),
  };
  const prodVariables = { ...commonVariables, AWS_DEPLOY_ROLE: roleIn(prodAccount, 'deploy') };
  const resultOf = ({ outcome, outputs }: JobRun) => ({ result: outcome, outputs });

  it('ask for the roles of an environment, and name the commands that print them', async () => {
    const cwd = await repository.checkOut();
    const dev = await run('archc-deploy', cwd, { job: 'dev' });
    expect(dev.outcome).to.equal('failure');
    expect(dev.log).to.match(
      /::error::The variable AWS_DEPLOY_ROLE of the environment dev is not set.*archc policy specs\/todo\.yaml --environment dev --bootstrap"/,
    );
    const needed = { dev: { result: 'success' } } as const;
    const unplanned = await run('archc-deploy', cwd, { job: 'plan_prod', needs: needed });
    expect(unplanned.outcome).to.equal('failure');
    expect(unplanned.log).to.match(
      /::error::The variable AWS_PLAN_ROLE_PROD is not set.*--environment prod --bootstrap"/,
    );
    const { AWS_PROMOTION_ROLE_DEV: _, ...others } = prodVariables;
    const planned = { plan_prod: { result: 'success', outputs: { changes: 'true' } } } as const;
    for (const [job, needs] of [
      ['plan_prod', needed],
      ['prod', planned],
    ] as const) {
      const { outcome, log } = await run('archc-deploy', cwd, { job, needs, vars: others });
      expect(outcome).to.equal('failure');
      expect(log).to.match(
        /::error::The variable AWS_PROMOTION_ROLE_DEV is not set.*--environment dev --bootstrap"/,
      );
    }
  });

  it('deploy what is merged to the first environment, plan its promotion, and carry out that plan when it is approved', async () => {
    const cwd = await repository.checkOut();
    const deploy = (job: string, needs: Given['needs'] = {}, vars: Given['vars'] = prodVariables) =>
      run('archc-deploy', cwd, { job, needs, vars });
    const dev = await deploy('dev', {}, devVariables);
    expect(dev.outcome, dev.log).to.equal('success');
    const afterDev = { dev: resultOf(dev) };

    moveTo('b'.repeat(40));
    const late = await deploy('plan_prod', afterDev, commonVariables);
    expect(late.outcome).to.equal('failure');
    expect(late.log).to.include(`::error::main has a newer commit, ${'b'.repeat(40)}`);
    expect(late.outcomes).to.include({ Plan: 'skipped' });

    moveTo(await headOf(cwd));
    const plan = await deploy('plan_prod', afterDev, commonVariables);
    expect(plan.outcome, plan.log).to.equal('success');
    expect(plan.outputs['changes']).to.equal('true');
    expect(plan.summary)
      .to.match(/^## Plan of specs\/todo\.yaml, environment prod\n\n````text\n/)
      .and.include('todo-prod-backend: a new stack')
      .and.match(new RegExp(`SHA-256 ${plan.outputs['checksums'] ?? ''}\\)`));
    expect(await accounts.digestOf(devAccount, 'todo-dev-backend', 'ap-northeast-1')).to.match(/^sha256:/);

    // Another file in its place is not what the reviewer saw.
    const approved = { plan_prod: resultOf(plan) };
    const other = { ...plan.outputs, checksums: '0'.repeat(64) };
    const foreign = await deploy('prod', { plan_prod: { result: 'success', outputs: other } });
    expect(foreign.outcome).to.equal('failure');
    expect(foreign.log).to.match(/is another plan: its checksum is [0-9a-f]{64}, not 0000/);
    const prod = await deploy('prod', approved);
    expect(prod.outcome, prod.log).to.equal('success');
    expect(prod.log).to.include('As approved in ').and.not.include('Building');
    const there = await accounts.digestOf(devAccount, 'todo-dev-backend', 'ap-northeast-1');
    expect(await accounts.digestOf(prodAccount, 'todo-prod-backend', 'us-east-1')).to.equal(there);

    const again = await deploy('prod', approved);
    expect(again.outcome).to.equal('failure');
    expect(again.log)
      .to.include('what would be deployed is not what was approved')
      .and.include(
        '::error::The plan was not carried out to its end. For a new plan, and a new approval, run the job plan_prod',
      );
  });

  it('ask nobody to approve that nothing changes', async () => {
    const cwd = await repository.checkOut();
    const needs = { dev: { result: 'success' } } as const;
    const plan = await run('archc-deploy', cwd, { job: 'plan_prod', needs, vars: commonVariables });
    expect(plan.outcome, plan.log).to.equal('success');
    expect(plan.outputs['changes']).to.equal('false');
    const prod = await run('archc-deploy', cwd, { job: 'prod', needs: { plan_prod: resultOf(plan) } });
    expect(prod.outcome).to.equal('skipped');
  });

  it('show in one comment what changes in each environment, and plan each in its account', async () => {
    const cwd = await repository.openPullRequest('level', () =>
      repository.write({ 'specs/todo.yaml': spec.replace('LOG_LEVEL: info', 'LOG_LEVEL: debug') }),
    );
    const vars = {
      AWS_PLAN_ROLE_DEV: roleIn(devAccount, 'plan'),
      AWS_PLAN_ROLE_PROD: roleIn(prodAccount, 'plan'),
    };
    const { outcome, log, summary } = await run('archc-check', cwd, {
      vars,
      github: contextOf('octo-org/todo'),
    });
    expect(outcome, log).to.equal('success');
    for (const name of ['dev', 'prod']) {
      expect(summary).to.match(
        new RegExp(`## Picture of specs/todo\\.yaml, environment ${name}\n\n\`{4}mermaid\n[^\`]*flowchart`),
      );
    }
    expect(github?.comments).to.have.length(1);
    const body = github?.comments[0]?.body ?? '';
    for (const [environment, account, region] of [
      ['dev', devAccount, 'ap-northeast-1'],
      ['prod', prodAccount, 'us-east-1'],
    ] as const) {
      const title = `of specs/todo.yaml, environment ${environment}\n\n`;
      expect(body).to.include(`## Templates ${title}`).and.include(`## Plan ${title}`);
      expect(body).to.include(`Environment ${environment}, in ${region} of account ${account}:`);
      const plan = body.slice(body.indexOf(`## Plan ${title}`));
      expect(plan).to.match(/"info" -> "debug" {2}\(specs\/todo\.yaml:\d+\)\n/);
    }
    expect(body).to.not.include('other permissions');
  });

  it('never plan an environment with the role of another', async () => {
    const cwd = await repository.openPullRequest('level-again', () =>
      repository.write({ 'specs/todo.yaml': spec.replace('LOG_LEVEL: info', 'LOG_LEVEL: trace') }),
    );
    const vars = { AWS_PLAN_ROLE_DEV: roleIn(devAccount, 'plan') };
    const { outcome, outcomes, log } = await run('archc-check', cwd, {
      vars,
      github: contextOf('octo-org/todo'),
    });
    expect(outcome, log).to.equal('success');
    expect(outcomes).to.include({ 'Take on the role for plans of prod': 'skipped' });
    expect(github?.comments[0]?.body).to.include(
      '## Plan of specs/todo.yaml, environment prod\n\nNo plan: the variable AWS_PLAN_ROLE_PROD is not set.\n',
    );
  });
});
