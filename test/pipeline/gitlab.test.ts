import { chmod, cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { makeUserRepository } from '../support/github/user-repository.ts';
import type { UserRepository } from '../support/github/user-repository.ts';
import { runGitlabJob } from '../support/gitlab/run-job.ts';
import { runAws } from '../support/local-aws/aws-cli.ts';
import { openStacks } from '../support/local-aws/stacks.ts';
import { missingForTwoAccounts, startTwoAccounts } from '../support/local-aws/two-accounts.ts';
import type { TwoAccounts } from '../support/local-aws/two-accounts.ts';
import { needs } from '../support/needs.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import { bareSpec } from './bare-spec.ts';

const account = '123456789012';
const project = { CI_SERVER_URL: 'https://gitlab.com', CI_PROJECT_PATH: 'group/sub/todo', CI_JOB_ID: '1' };
const environments = `
environments:
  dev: {}
  prod: { protected: true }
`;

describe('the pipeline for GitLab, with a local AWS that checks whom the roles trust', () => {
  let accounts: TwoAccounts;
  let repository: UserRepository;
  let bin = '';
  let spec = '';
  let roles: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

  before(async function () {
    needs(this, await missingForTwoAccounts());
    accounts = await startTwoAccounts();
    spec = await bareSpec(environments);
    repository = await makeUserRepository({
      'specs/todo.yaml': spec,
      'sample-api/Dockerfile': 'FROM scratch\nCOPY app.jar /\n',
      'sample-api/app.jar': 'v1',
    });
    await repository.archc('init', '--ci', 'gitlab', '--previews');
    await repository.push();
    // The image of the job has no Docker and no AWS CLI yet, but this machine has them.
    bin = await mkdtemp(path.join(tmpdir(), 'archc-bin-'));
    await writeFile(path.join(bin, 'apt-get'), '#!/bin/sh\n');
    await chmod(path.join(bin, 'apt-get'), 0o755);
    roles = { dev: await deployRoles('dev', 'create'), prod: await deployRoles('prod', 'existing') };
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(accounts.rehearsal.miniStack.log());
  });
  after(async () => {
    if (bin === '') return;
    await repository.remove();
    await accounts.stop();
    await rm(bin, { recursive: true });
  });

  /** Deploys the template with the roles of an environment, and resolves to their ARNs by the names of the outputs. */
  async function deployRoles(environment: string, provider: string) {
    const { miniStack } = accounts.rehearsal;
    const flags = ['--bootstrap', '--previews', '--ci', 'gitlab', '--repository', project.CI_PROJECT_PATH];
    const template = await repository.archc('policy', 'specs/todo.yaml', '-e', environment, ...flags);
    const folder = await mkdtemp(path.join(tmpdir(), 'archc-roles-'));
    const file = path.join(folder, 'pipeline.yaml');
    await writeFile(file, template);
    const stack = `todo-${environment}-pipeline`;
    const { code, stderr } = await runAws(
      miniStack,
      ...['cloudformation', 'deploy', '--stack-name', stack, '--template-file', file],
      ...['--capabilities', 'CAPABILITY_IAM', '--parameter-overrides', `GitLabProvider=${provider}`],
    );
    expect(code, stderr).to.equal(0);
    await rm(folder, { recursive: true });
    return openStacks(miniStack).outputs(stack);
  }

  async function run(job: string, cwd: string, variables: Readonly<Record<string, string>>, start = false) {
    const text = await readFile(path.join(cwd, '.gitlab/archc.yml'), 'utf8');
    const { stdout } = await runProcess('git', ['-C', cwd, 'rev-parse', 'HEAD']);
    const env = {
      // The AWS CLI keeps credentials there, by the names of roles that other runs have too.
      HOME: bin,
      ...accounts.env,
      AWS_CONFIG_FILE: undefined,
      AWS_SHARED_CREDENTIALS_FILE: path.join(bin, 'no-credentials'),
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
      PATH: [bin, accounts.env['PATH']].join(path.delimiter),
    };
    const all = { ...project, CI_COMMIT_SHA: stdout.trim(), ...variables };
    return runGitlabJob(text, { cwd, env, variables: all, job }, start);
  }
  const onMain = { CI_COMMIT_REF_NAME: 'main', CI_COMMIT_BRANCH: 'main', CI_PIPELINE_SOURCE: 'push' };
  const inMergeRequest = (base: string) => ({
    CI_COMMIT_REF_NAME: 'topic',
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_MERGE_REQUEST_IID: '7',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
  });
  const planVariables = {
    get AWS_PLAN_ROLE_PROD() {
      return roles['prod']?.['PlanRoleArn'] ?? '';
    },
    get AWS_PROMOTION_ROLE_DEV() {
      return roles['dev']?.['PromotionRoleArn'] ?? '';
    },
  };
  /** The variables that the job for plans reports. */
  const reported = async (cwd: string) => {
    const [, checksums = ''] =
      /^ARCHC_PLAN_CHECKSUMS=(\S+)\n$/.exec(await readFile(path.join(cwd, 'archc-plans.env'), 'utf8')) ?? [];
    return { ARCHC_PLAN_CHECKSUMS: checksums };
  };
  const deployVariables = (environment: string) => ({
    AWS_DEPLOY_ROLE: roles[environment]?.['DeployRoleArn'] ?? '',
    ...planVariables,
  });

  it('runs a job only where its rules want it, and none of a stage after the first by itself', async () => {
    const cwd = await repository.checkOut();
    expect((await run('archc-check', cwd, onMain)).outcome).to.equal('skipped');
    expect((await run('archc-deploy-dev', cwd, inMergeRequest('x'))).outcome).to.equal('skipped');
    expect(
      (await run('archc-deploy-dev', cwd, { ...onMain, CI_PIPELINE_SOURCE: 'schedule' })).outcome,
    ).to.equal('skipped');
    expect((await run('archc-deploy-prod', cwd, onMain)).outcome).to.equal('manual');
  });

  it('deploys the branch with the token of the job, and no other branch', async () => {
    const cwd = await repository.checkOut();
    const missing = await run('archc-deploy-dev', cwd, onMain);
    expect(missing.outcome).to.equal('failure');
    expect(missing.log).to.match(
      /The variable AWS_DEPLOY_ROLE with the scope dev is not set\..*--environment dev --bootstrap"/,
    );

    const foreign = await run('archc-deploy-dev', cwd, {
      ...onMain,
      ...deployVariables('dev'),
      CI_COMMIT_REF_NAME: 'topic',
    });
    expect(foreign.outcome).to.equal('failure');
    expect(foreign.log).to.include('Not authorized to perform sts:AssumeRoleWithWebIdentity');

    const { outcome, log } = await run('archc-deploy-dev', cwd, { ...onMain, ...deployVariables('dev') });
    expect(outcome, log).to.equal('success');
    expect(await accounts.digestOf(account, 'todo-dev-backend', 'ap-northeast-1')).to.match(/^sha256:/);
  });

  it('plans what the environment before runs, and promotes exactly that when somebody starts it', async () => {
    const cwd = await repository.checkOut();
    const { AWS_PLAN_ROLE_PROD: _, ...others } = planVariables;
    const unknown = await run('archc-plan-prod', cwd, { ...onMain, ...others });
    expect(unknown.outcome).to.equal('failure');
    expect(unknown.log).to.match(
      /The variable AWS_PLAN_ROLE_PROD is not set\..*--environment prod --bootstrap"/,
    );
    const plan = await run('archc-plan-prod', cwd, { ...onMain, ...planVariables });
    expect(plan.outcome, plan.log).to.equal('success');
    expect(plan.log).to.include('dev runs').and.include('todo-prod-backend: a new stack');

    // A job gets the files of the other one in its own checkout, which is a new one each time.
    const promote = async (more: Readonly<Record<string, string>>) => {
      const own = await repository.checkOut();
      await cp(path.join(cwd, 'archc-plans'), path.join(own, 'archc-plans'), { recursive: true });
      return run('archc-deploy-prod', own, { ...onMain, ...deployVariables('prod'), ...more }, true);
    };
    const other = await promote({ ARCHC_PLAN_CHECKSUMS: '0'.repeat(64) });
    expect(other.outcome).to.equal('failure');
    expect(other.log).to.match(/is another plan: its checksum is [0-9a-f]{64}, not 0000/);
    const { outcome, log } = await promote(await reported(cwd));
    expect(outcome, log).to.equal('success');
    expect(log).to.include('As approved in ').and.not.include('Building');
    expect(await accounts.digestOf(account, 'todo-prod-backend', 'ap-northeast-1')).to.equal(
      await accounts.digestOf(account, 'todo-dev-backend', 'ap-northeast-1'),
    );
    const again = await promote(await reported(cwd));
    expect(again.outcome).to.equal('failure');
    expect(again.log)
      .to.include('what would be deployed is not what was approved')
      .and.include('run the job archc-plan-prod of this pipeline again');
  });

  it('plans no promotion when the branch has moved on', async () => {
    const cwd = await repository.checkOut();
    await repository.push();
    const late = await run('archc-plan-prod', cwd, { ...onMain, ...planVariables });
    expect(late.outcome).to.equal('failure');
    expect(late.log).to.include('main has a newer commit');
  });

  it('shows what changes in each environment and what a deployment would do, with the role for plans', async () => {
    const cwd = await repository.openPullRequest('topic', () =>
      repository.write({ 'specs/todo.yaml': spec.replace('LOG_LEVEL: info', 'LOG_LEVEL: debug') }),
    );
    const { stdout } = await runProcess('git', ['-C', cwd, 'rev-parse', 'HEAD^1']);
    const variables = {
      ...inMergeRequest(stdout.trim()),
      AWS_PLAN_ROLE_DEV: roles['dev']?.['PlanRoleArn'] ?? '',
    };
    const { outcome, log } = await run('archc-check', cwd, variables);
    expect(outcome, log).to.equal('success');
    const report = await readFile(path.join(cwd, 'archc-report.md'), 'utf8');
    expect(report)
      .to.match(/## Templates of specs\/todo\.yaml, environment prod\n\n[^]*`"info"` -> `"debug"`/)
      .and.match(
        /## Plan of specs\/todo\.yaml, environment dev\n\n````text\n[^]*"info" -> "debug" {2}\(specs/,
      )
      .and.match(
        /environment prod\n\nNo plan: the variable AWS_PLAN_ROLE_PROD is not set, or this is a fork\.\n/,
      );

    expect((await readdir(path.join(cwd, 'archc-pages/specs/todo'))).sort()).to.deep.equal([
      'report.html',
      'todo-dev.svg',
      'todo-prod.svg',
    ]);
    const page = await readFile(path.join(cwd, 'archc-pages/specs/todo/report.html'), 'utf8');
    expect(page).to.include('/base/specs/todo.yaml');

    const mistaken = await repository.openPullRequest('mistake', () =>
      repository.write({ 'specs/todo.yaml': spec.replace('port:', 'prot:') }),
    );
    const refused = await run('archc-check', mistaken, variables);
    expect(refused.outcome).to.equal('failure');
    expect(refused.log).to.include('Unknown property "prot"');
  });

  it('gives a merge request a preview, and removes it when GitLab stops the environment', async () => {
    const cwd = await repository.checkOut();
    const variables = { ...inMergeRequest('x'), AWS_PREVIEW_ROLE: roles['dev']?.['PreviewRoleArn'] ?? '' };
    const find = () => openStacks(accounts.rehearsal.miniStack).find('todo-dev-pr-7-backend');
    expect((await run('archc-preview', cwd, inMergeRequest('x'))).outcome).to.equal('skipped');
    const { outcome, log } = await run('archc-preview', cwd, variables);
    expect(outcome, log).to.equal('success');
    expect(await readFile(path.join(cwd, 'preview.env'), 'utf8')).to.match(/^PREVIEW_URL=https:\/\/\S+\n$/);
    expect((await find())?.StackStatus).to.equal('CREATE_COMPLETE');

    const scheduled = {
      ...onMain,
      AWS_PREVIEW_ROLE: variables.AWS_PREVIEW_ROLE,
      CI_PIPELINE_SOURCE: 'schedule',
    };
    const kept = await run('archc-previews-over', cwd, scheduled);
    expect(kept.outcome, kept.log).to.equal('success');
    expect(kept.log).to.include('pr-7');

    expect((await run('archc-preview-removal', cwd, variables)).outcome).to.equal('manual');
    const removed = await run('archc-preview-removal', cwd, variables, true);
    expect(removed.outcome, removed.log).to.equal('success');
    expect(await find()).to.equal(undefined);
  });

  it('lets neither a merge request deploy, nor another project plan', async () => {
    const { miniStack } = accounts.rehearsal;
    const assume = async (role: string, project: string, ref: string) => {
      const sub = `project_path:${project}:ref_type:branch:ref:${ref}`;
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const token = [{ alg: 'RS256' }, { iss: 'https://gitlab.com', aud: 'https://gitlab.com', sub }].map(
        part,
      );
      const arn = roles['dev']?.[role] ?? '';
      const flags = [
        '--role-arn',
        arn,
        '--role-session-name',
        'test',
        '--web-identity-token',
        [...token, 'x'].join('.'),
      ];
      return (await runAws(miniStack, 'sts', 'assume-role-with-web-identity', ...flags)).code === 0;
    };
    const own = project.CI_PROJECT_PATH;
    for (const [role, from, ref, may] of [
      ['DeployRoleArn', own, 'main', true],
      ['DeployRoleArn', own, 'topic', false],
      ['DeployRoleArn', 'group/sub/todo2', 'main', false],
      ['PromotionRoleArn', own, 'main', true],
      ['PromotionRoleArn', own, 'topic', false],
      ['PlanRoleArn', own, 'topic', true],
      ['PlanRoleArn', 'someone/todo', 'topic', false],
      ['PreviewRoleArn', own, 'topic', true],
      ['PreviewRoleArn', 'someone/todo', 'topic', false],
    ] as const) {
      expect(await assume(role, from, ref), `${role} for ${ref} of ${from}`).to.equal(may);
    }
  });
});
