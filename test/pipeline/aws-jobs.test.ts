import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { composePlanPolicy } from '../../compiler/policy/policy.ts';
import { toolkit } from '../../compiler/toolkit.ts';
import { compileTodo } from '../support/compile/compile-todo.ts';
import { manifestEngine } from '../support/containers/manifest-engine.ts';
import { missingGithubCli, startGithubApi } from '../support/github/github-api.ts';
import type { GithubApi } from '../support/github/github-api.ts';
import { contextOf, runJob, runnerEnv, scheduleContext } from '../support/github/run-job.ts';
import type { JobRun, Surroundings } from '../support/github/run-job.ts';
import { makeUserRepository } from '../support/github/user-repository.ts';
import type { UserRepository } from '../support/github/user-repository.ts';
import { startFaultyAws } from '../support/local-aws/faulty-aws.ts';
import type { FaultyAws } from '../support/local-aws/faulty-aws.ts';
import { findContainer } from '../support/local-aws/find-container.ts';
import { missingForRehearsal, startRehearsal } from '../support/local-aws/rehearsal.ts';
import type { Rehearsal } from '../support/local-aws/rehearsal.ts';
import { needs } from '../support/needs.ts';
import { pythonTool } from '../support/python-tools.ts';
import { runProcess } from '../support/terminal/run-process.ts';

const roles = {
  AWS_PLAN_ROLE: 'arn:aws:iam::123456789012:role/pipeline/plan',
  AWS_DEPLOY_ROLE: 'arn:aws:iam::123456789012:role/pipeline/deploy',
  AWS_PREVIEW_ROLE: 'arn:aws:iam::123456789012:role/pipeline/preview',
};

describe('the workflows of a repository, with a local AWS', () => {
  let rehearsal: Rehearsal;
  let repository: UserRepository;
  let github: GithubApi;
  let aws: FaultyAws;
  let tools = '';
  let spec = '';

  before(async function () {
    needs(this, (await missingForRehearsal()) ?? (await missingGithubCli()));
    rehearsal = await startRehearsal();
    aws = await startFaultyAws(rehearsal.miniStack.endpoint);
    github = await startGithubApi('octo-org/todo', 7);
    tools = await mkdtemp(path.join(tmpdir(), 'archc-tools-'));
    await mkdir(path.join(tools, 'bin'));
    await writeFile(path.join(tools, 'bin', 'docker'), manifestEngine, { mode: 0o755 });
    spec = await readFile('specs/todo.yaml', 'utf8');
    repository = await makeUserRepository({
      'specs/todo.yaml': spec,
      'sample-api/Dockerfile': 'FROM scratch\n',
    });
    await repository.archc('init', '--ci', 'github', '--previews');
    await repository.push();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(rehearsal.miniStack.log());
  });
  after(async () => {
    if (tools === '') return;
    await repository.remove();
    await github.stop();
    await aws.stop();
    await rehearsal.stop();
    await rm(tools, { recursive: true });
  });

  interface Given {
    readonly job?: string;
    readonly needs?: Surroundings['needs'];
    readonly context?: object;
  }
  async function run(
    name: string,
    cwd: string,
    vars: Readonly<Record<string, string>> = roles,
    { job, needs, context = contextOf('octo-org/todo') }: Given = {},
  ): Promise<JobRun> {
    const workflow = await readFile(path.join(cwd, `.github/workflows/${name}.yml`), 'utf8');
    const PATH = [path.join(tools, 'bin'), path.dirname(pythonTool('aws')), runnerEnv['PATH']].join(
      path.delimiter,
    );
    const nowhere = path.join(tools, 'nothing');
    const env = {
      ...runnerEnv,
      ...github.env,
      PATH,
      // Local calls go past the one that stands for GitHub.
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
      AWS_CONFIG_FILE: nowhere,
      AWS_SHARED_CREDENTIALS_FILE: nowhere,
      AWS_EC2_METADATA_DISABLED: 'true',
      CONTAINER_ENGINE: 'docker',
      GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    };
    const own = Object.entries(rehearsal.miniStack.env).filter(([key]) => key.startsWith('AWS_'));
    const credentials = {
      ...(Object.fromEntries(own) as Record<string, string>),
      AWS_ENDPOINT_URL: aws.url,
    };
    const given = { cwd, env, github: context, vars, credentials, artifacts: path.join(tools, 'artifacts') };
    return runJob(workflow, { ...given, ...(job !== undefined && { job }), ...(needs && { needs }) });
  }
  const plan = (cwd: string, vars?: Readonly<Record<string, string>>) =>
    run('archc-deploy', cwd, vars, { job: 'plan_deploy' });
  const deploy = (cwd: string, { outcome, outputs }: JobRun) =>
    run('archc-deploy', cwd, roles, {
      job: 'deploy',
      needs: { plan_deploy: { result: outcome, outputs } },
    });
  const statusOf = async (stack: string) => (await rehearsal.stacks.find(stack))?.StackStatus;
  const imageOf = async () => (await findContainer(rehearsal.miniStack))?.image ?? '';
  const commitOf = async (cwd: string) => {
    const { stdout } = await runProcess('git', ['-C', cwd, 'rev-parse', '--short=12', 'HEAD']);
    return stdout.trim();
  };
  const propose = (name: string, from: string, to: string) => {
    expect(spec).to.include(from);
    return repository.openPullRequest(name, () =>
      repository.write({ 'specs/todo.yaml': spec.replace(from, to) }),
    );
  };

  it('plan and deploy nothing before the roles are known', async () => {
    const cwd = await repository.checkOut();
    for (const [job, role] of [
      ['plan_deploy', 'AWS_PLAN_ROLE'],
      ['deploy', 'AWS_DEPLOY_ROLE'],
    ] as const) {
      const needs = { plan_deploy: { result: 'success', outputs: { checksums: '' } } } as const;
      const { outcome, log } = await run('archc-deploy', cwd, {}, { job, needs });
      expect(outcome).to.equal('failure');
      expect(log).to.include(`::error::The variable ${role} is not set`);
    }
    expect(aws.calls).to.deep.equal([]);
  });

  it('plan what is not there yet, and make nothing', async () => {
    const { outcome, log } = await run(
      'archc-check',
      await propose('first', 'LOG_LEVEL: info', 'LOG_LEVEL: debug'),
    );
    expect(outcome, log).to.equal('success');
    expect(github.comments.at(-1)?.body).to.match(
      /## Plan of specs\/todo\.yaml\n\n````text\nIn ap-northeast-1 of/,
    );
    expect(github.comments.at(-1)?.body).to.include('todo-shared: a new stack');
    expect(await statusOf('todo-shared')).to.equal(undefined);
  });

  it('deploy the plan of what is merged, with an image of that commit', async () => {
    const checkout = await repository.checkOut();
    const planned = await plan(checkout);
    expect(planned.outcome, planned.log).to.equal('success');
    expect(planned.summary).to.match(/^## Plan of specs\/todo\.yaml\n\n````text\nIn ap-northeast-1 of/);
    expect(await statusOf('todo-shared')).to.equal(undefined);
    const { outcome, log } = await deploy(checkout, planned);
    expect(outcome, log).to.equal('success');
    expect(await statusOf('todo-shared')).to.equal('CREATE_COMPLETE');
    expect(await statusOf('todo-backend')).to.equal('CREATE_COMPLETE');
    expect(await imageOf()).to.match(/@sha256:[0-9a-f]{64}$/);
    expect(log).to.match(new RegExp(`Pushing \\S+:todo-${await commitOf(checkout)}-[0-9a-f]{12}\n`));

    const stale = await deploy(checkout, planned);
    expect(stale.outcome).to.equal('failure');
    expect(stale.log)
      .to.include('what would be deployed is not what was approved')
      .and.include('run the job plan_deploy of this run again');
    const again = await deploy(checkout, await plan(checkout));
    expect(again.outcome, again.log).to.equal('success');
    expect(again.log).to.include('todo-backend: no changes');
  });

  describe('for previews', () => {
    let cwd = '';
    const preview = (job: string, context?: object) =>
      run('archc-preview', cwd, roles, { job, ...(context && { context }) });

    it('give a pull request its own service and database, and one comment that says where it is', async () => {
      const comments = github.comments.length;
      cwd = await propose('with-preview', 'LOG_LEVEL: info', 'LOG_LEVEL: debug');
      const { outcome, log } = await preview('preview');
      expect(outcome, log).to.equal('success');
      expect(await statusOf('todo-pr-7-backend')).to.equal('CREATE_COMPLETE');
      expect((await rehearsal.listMysql()).databases).to.deep.equal(['todo', 'todo_pr_7']);
      expect(github.comments).to.have.length(comments + 1);
      expect(github.comments.at(-1)?.body).to.match(
        /^<!-- archc preview -->\nPreview of [0-9a-f]{12}:\n\n- specs\/todo\.yaml: https:\/\/\S+ \(until \d{4}-\d\d-\d\dT[\d:]+Z\)\n$/,
      );

      const again = await preview('preview');
      expect(again.outcome, again.log).to.equal('success');
      expect(github.comments).to.have.length(comments + 1);
    });

    it('give a pull request from a fork none, and each event only its own job', async () => {
      aws.calls.length = 0;
      for (const [job, context] of [
        ['preview', contextOf('someone/todo')],
        ['remove', contextOf('someone/todo', 'closed')],
        ['preview', contextOf('octo-org/todo', 'closed')],
        ['remove', contextOf('octo-org/todo')],
        ['expired', contextOf('octo-org/todo')],
        ['preview', scheduleContext],
        ['remove', scheduleContext],
      ] as const) {
        expect((await preview(job, context)).outcome, job).to.equal('skipped');
      }
      expect(aws.calls).to.deep.equal([]);
    });

    it('keep one that is not over, and remove it with its database when the pull request is closed', async () => {
      const kept = await preview('expired', scheduleContext);
      expect(kept.outcome, kept.log).to.equal('success');
      expect(kept.log).to.include('pr-7');
      expect(await statusOf('todo-pr-7-backend')).to.equal('CREATE_COMPLETE');

      const closed = contextOf('octo-org/todo', 'closed');
      for (const title of ['the first time', 'when nothing is left']) {
        const { outcome, log } = await preview('remove', closed);
        expect(outcome, `${title}: ${log}`).to.equal('success');
        expect(await statusOf('todo-pr-7-backend')).to.equal(undefined);
      }
      expect((await rehearsal.listMysql()).databases).to.deep.equal(['todo']);
      expect(await statusOf('todo-backend')).to.equal('CREATE_COMPLETE');
    });
  });

  it('tell in the comment what a deployment would change, with no more rights than the role for plans has', async () => {
    aws.calls.length = 0;
    const { outcome, log } = await run(
      'archc-check',
      await propose('level', 'LOG_LEVEL: info', 'LOG_LEVEL: debug'),
    );
    expect(outcome, log).to.equal('success');
    expect(github.comments).to.have.length(1);
    expect(github.comments[0]?.body).to.match(/"info" -> "debug" {2}\(specs\/todo\.yaml:\d+\)\n/);
    const allowed = composePlanPolicy([compileTodo()], { account: '*', toolkit })
      .flatMap(({ Statement }) => Statement)
      .flatMap(({ Action }) => Action.map((action) => action.replace('cloudformation:', '')));
    expect(aws.calls).to.include('CreateChangeSet').and.include('DeleteChangeSet');
    expect([...allowed, 'GetCallerIdentity']).to.include.members(aws.calls);
    expect(await statusOf('todo-backend')).to.equal('CREATE_COMPLETE');
  });

  it('tell in the comment why there is no plan, and fail', async () => {
    const message = 'User is not authorized to perform: cloudformation:CreateChangeSet';
    aws.faults.push({
      at: /^CreateChangeSet$/,
      times: 1,
      what: { status: 403, code: 'AccessDenied', message },
    });
    const { outcome, outcomes, log } = await run(
      'archc-check',
      await propose('denied', 'LOG_LEVEL: info', 'LOG_LEVEL: warn'),
    );
    expect(outcome, log).to.equal('failure');
    expect(outcomes).to.include({ Plan: 'failure', 'Report in one comment': 'success' });
    expect(github.comments).to.have.length(1);
    expect(github.comments[0]?.body).to.include(message);
  });

  it('deploy nothing that loses data', async () => {
    await repository.write({
      'specs/todo.yaml': spec.replace(/( +)name: todo\n +user/, '$1name: todo_two\n$1user'),
    });
    await repository.push();
    const { outcome, outcomes, log, summary } = await plan(await repository.checkOut());
    expect(outcome).to.equal('failure');
    expect(outcomes).to.include({ Plan: 'failure' });
    expect(log).to.include('--allow-replace Database');
    expect(summary).to.include('--allow-replace Database');
    expect((await rehearsal.listMysql()).databases).to.deep.equal(['todo']);
  });
});
