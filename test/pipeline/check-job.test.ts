import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { missingGithubCli, startGithubApi } from '../support/github/github-api.ts';
import type { GithubApi } from '../support/github/github-api.ts';
import { artifactUrl, contextOf, mergeQueueContext, runJob, runnerEnv } from '../support/github/run-job.ts';
import { archcPackage, makeUserRepository } from '../support/github/user-repository.ts';
import type { UserRepository } from '../support/github/user-repository.ts';
import { secondBackend } from '../support/local-aws/second-backend.ts';
import { needs } from '../support/needs.ts';
import { copyArchc } from '../support/terminal/run-archc.ts';

/** Without a role, and so without a plan: test/pipeline/aws-jobs.test.ts has that. */
describe('the workflow that checks a pull request', () => {
  let repository: UserRepository;
  let github: GithubApi;
  let spec = '';

  before(async function () {
    needs(this, await missingGithubCli());
    spec = await readFile('specs/todo.yaml', 'utf8');
    repository = await makeUserRepository({ 'specs/todo.yaml': spec });
    await repository.archc('compile', 'specs/todo.yaml');
    await repository.archc('init', '--ci', 'github', 'specs/todo.yaml');
    await repository.push();
  });
  beforeEach(async () => {
    github = await startGithubApi('octo-org/todo', 7);
  });
  afterEach(() => github.stop());
  after(async () => {
    // Nothing was made when a tool is missing.
    if (spec !== '') await repository.remove();
  });

  interface Given {
    readonly head?: string;
    readonly vars?: Readonly<Record<string, string>>;
    readonly edit?: (workflow: string) => string;
    readonly artifacts?: string;
  }
  /** Runs the workflow of the checkout, as GitHub does. */
  async function check(
    cwd: string,
    { head = 'octo-org/todo', vars = {}, edit = (text) => text, ...artifacts }: Given = {},
  ) {
    const workflow = edit(await readFile(path.join(cwd, '.github/workflows/archc-check.yml'), 'utf8'));
    const env = { ...runnerEnv, ...github.env };
    return runJob(workflow, { cwd, env, github: contextOf(head), vars, ...artifacts });
  }
  async function propose(name: string, text: string, ...others: string[]) {
    return repository.openPullRequest(name, async () => {
      await repository.write({ 'specs/todo.yaml': text });
      await repository.archc('compile', 'specs/todo.yaml', ...others);
    });
  }
  const edited = (from: string, to: string) => {
    expect(spec).to.include(from);
    return spec.replace(from, to);
  };

  it('tells what changes in one comment, which it changes when the pull request does', async () => {
    // Those of people and of other workflows fill the first page, and stay as they are.
    for (let id = 1; id <= 120; id += 1) {
      const login = id % 2 === 0 ? 'github-actions[bot]' : 'octocat';
      const body = login === 'octocat' ? '<!-- archc --> said by a person' : 'Coverage: 99 %';
      github.comments.push({ id, user: { login }, body });
    }
    const others = structuredClone(github.comments);
    const first = await check(await propose('level', edited('LOG_LEVEL: info', 'LOG_LEVEL: debug')));
    expect(first.outcome, first.log).to.equal('success');
    expect(github.comments).to.have.length(121);
    const comment = github.comments.at(-1);
    expect(comment?.body).to.match(
      /^<!-- archc -->\n\[A page for reviewers [^\]]*\]\(https:.*\), to download\.\n\n## Templates of specs\/todo\.yaml\n\n/,
    );
    expect(comment?.body).to.include(`](${artifactUrl})`);
    expect(comment?.body).to.match(/LOG_LEVEL.*`"info"` -> `"debug"` \(specs\/todo\.yaml:\d+\)\n/);
    expect(comment?.body).to.include('## Plan\n\nNo plan: the variable AWS_PLAN_ROLE is not set.\n');
    expect(comment?.body).to.not.include('other permissions');
    expect(first.summary).to.match(
      /^## Picture of specs\/todo\.yaml\n\n````mermaid\n[^]*\n````\n\n<!-- archc -->/,
    );
    expect(first.summary.slice(first.summary.indexOf('<!-- archc -->'))).to.equal(comment?.body);

    const second = await check(await propose('level-again', edited('LOG_LEVEL: info', 'LOG_LEVEL: trace')));
    expect(second.outcome, second.log).to.equal('success');
    expect(github.comments).to.have.length(121);
    expect(github.comments.at(-1)?.body).to.include('trace').and.not.include('debug');
    expect(github.comments.slice(0, 120)).to.deep.equal(others);
  });

  it('keeps a page and a picture of each spec, with what changes in it', async () => {
    const artifacts = await mkdtemp(path.join(tmpdir(), 'archc-artifacts-'));
    try {
      const cwd = await propose('page', edited('LOG_LEVEL: info', 'LOG_LEVEL: error'));
      const { outcome, log } = await check(cwd, { artifacts });
      expect(outcome, log).to.equal('success');
      const files = await readdir(artifacts, { recursive: true });
      const folder = 'archc-report/specs/todo';
      expect(files.filter((name) => /\.\w+$/.test(name))).to.have.members([
        `${folder}/report.html`,
        `${folder}/todo.svg`,
      ]);
      const page = await readFile(path.join(artifacts, folder, 'report.html'), 'utf8');
      expect(page).to.match(/^<!doctype html>/i);
      expect(page).to.include('/base/specs/todo.yaml');
      expect(await readFile(path.join(artifacts, folder, 'todo.svg'), 'utf8')).to.match(/<svg [^]*<\/svg>/);
    } finally {
      await rm(artifacts, { recursive: true });
    }
  });

  it('plans and comments without a page that cannot be made', async () => {
    const cwd = await propose('no-page', edited('LOG_LEVEL: info', 'LOG_LEVEL: fatal'));
    const broken = (text: string) => text.replaceAll('archc report "$spec"', 'archc no-such-command');
    const { outcome, outcomes } = await check(cwd, { edit: broken });
    expect(outcome).to.equal('failure');
    expect(outcomes).to.include({ Plan: 'success', 'Report in one comment': 'success' });
    expect(github.comments.at(-1)?.body).to.match(/^<!-- archc -->\n## Templates/);
  });

  it('says nothing to a pull request from a fork, but in the summary of the run', async () => {
    const cwd = await propose('fork', edited('LOG_LEVEL: info', 'LOG_LEVEL: warn'));
    const vars = { AWS_PLAN_ROLE: 'arn:aws:iam::123456789012:role/pipeline/plan' };
    const { outcome, outcomes, log, summary } = await check(cwd, { head: 'someone/todo', vars });
    expect(outcome, log).to.equal('success');
    expect(outcomes).to.include({ 'Take on the role for plans': 'skipped', Plan: 'success' });
    expect(summary).to.include('warn').and.include('pull requests from forks get no credentials');
    expect(github.requests).to.deep.equal([]);
  });

  it('checks a pull request once more in the merge queue, and there tells and plans nothing', async () => {
    const run = (cwd: string) =>
      runJob(readFileSync(path.join(cwd, '.github/workflows/archc-check.yml'), 'utf8'), {
        cwd,
        env: { ...runnerEnv, ...github.env },
        github: mergeQueueContext,
        vars: { AWS_PLAN_ROLE: 'arn:aws:iam::123456789012:role/pipeline/plan' },
      });
    const { outcome, outcomes, log } = await run(
      await propose('queued', edited('LOG_LEVEL: info', 'LOG_LEVEL: warn')),
    );
    expect(outcome, log).to.equal('success');
    expect(outcomes).to.include({
      'Check the specs': 'success',
      'Check the compiled files, if they are committed': 'success',
      'Compare the templates': 'skipped',
      'Take on the role for plans': 'skipped',
      Plan: 'skipped',
      'Make pages and pictures for reviewers': 'skipped',
      'Report in one comment': 'skipped',
    });
    expect(github.requests).to.deep.equal([]);
    const stale = await repository.openPullRequest('stale-in-queue', () =>
      repository.write({ 'specs/todo.yaml': edited('LOG_LEVEL: info', 'LOG_LEVEL: debug') }),
    );
    expect((await run(stale)).outcome).to.equal('failure');
  });

  it('annotates the line of a mistake, and then goes no further', async () => {
    const cwd = await repository.openPullRequest('mistake', () =>
      repository.write({ 'specs/todo.yaml': edited('port:', 'prot:') }),
    );
    const { outcome, outcomes, log } = await check(cwd);
    expect(outcome).to.equal('failure');
    expect(log).to.match(/^::error file=specs\/todo\.yaml,line=\d+,.*Unknown property "prot"/m);
    expect(outcomes).to.include({ 'Check the specs': 'failure', Plan: 'skipped' });
    expect(github.requests).to.deep.equal([]);
  });

  it('fails when the compiled files are not those of the spec', async () => {
    const cwd = await repository.openPullRequest('stale', () =>
      repository.write({ 'specs/todo.yaml': edited('LOG_LEVEL: info', 'LOG_LEVEL: debug') }),
    );
    const { outcome, log } = await check(cwd);
    expect(outcome).to.equal('failure');
    expect(log).to.include('archc: specs/todo.yaml has files that are not up to date');
  });

  it('says when a deployment needs other rights', async () => {
    const { outcome, log } = await check(
      await propose('rights', edited('name: api.example.com', 'name: app.example.com')),
    );
    expect(outcome, log).to.equal('success');
    expect(github.comments.at(-1)?.body).to.include(
      '**The deployment needs other permissions than before.**',
    );
  });

  it('compares with what the former archc compiles, when a pull request brings a newer one', async () => {
    const interval = (seconds: number) => `"MonitoringInterval","value":{"kind":"scalar","value":${seconds}}`;
    const folder = await mkdtemp(path.join(tmpdir(), 'archc-newer-'));
    try {
      const newer = copyArchc(folder, (code) => code.replaceAll(interval(60), interval(30)));
      const cwd = await repository.openPullRequest('upgrade', async () => {
        await repository.write(archcPackage(newer));
        await repository.archc('compile', 'specs/todo.yaml');
      });
      const { outcome, log } = await check(cwd);
      expect(outcome, log).to.equal('success');
      expect(github.comments.at(-1)?.body).to.match(/MonitoringInterval.*60.*30/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says of a new spec that it has no templates to be compared with', async () => {
    const cwd = await repository.openPullRequest('second', async () => {
      const workflow = await repository.read('.github/workflows/archc-check.yml');
      await repository.write({
        'specs/second.yaml': secondBackend(spec),
        '.github/workflows/archc-check.yml': workflow.replace(
          '    specs/todo.yaml\n',
          '    specs/todo.yaml\n    specs/second.yaml\n',
        ),
      });
      await repository.archc('compile', 'specs/second.yaml');
    });
    const { outcome, log } = await check(cwd);
    expect(outcome, log).to.equal('success');
    const body = github.comments.at(-1)?.body ?? '';
    expect(body)
      .to.include('## Templates of specs/second.yaml\n\nThe base has no templates to compare with.\n')
      .and.include('## Templates of specs/todo.yaml\n\nNo differences.\n');
  });

  for (const [title, prepare] of [
    ['brings archc', (base: UserRepository) => rm(path.join(base.folder, 'package-lock.json'))],
    ['mends a spec', (base: UserRepository) => base.write({ 'specs/todo.yaml': edited('port:', 'prot:') })],
  ] as const) {
    it(`checks the pull request that ${title}`, async () => {
      const base = await makeUserRepository({});
      try {
        const lock = await base.read('package-lock.json');
        await prepare(base);
        await base.push();
        const cwd = await base.openPullRequest('change', async () => {
          await base.write({ 'package-lock.json': lock, 'specs/todo.yaml': spec });
          await base.archc('init', '--ci', 'github');
        });
        const { outcome, log } = await check(cwd);
        expect(outcome, log).to.equal('success');
        const body = github.comments.at(-1)?.body;
        expect(body).to.include(
          '## Templates of specs/todo.yaml\n\nThe base has no templates to compare with.\n',
        );
        expect(body).to.include('**The deployment needs other permissions than before.**');
      } finally {
        await base.remove();
      }
    });
  }

  it('cuts a report that is too long for a comment, and links the whole', async () => {
    const cwd = await propose('long', edited('LOG_LEVEL: info', 'LOG_LEVEL: error'));
    const { outcome, log, summary } = await check(cwd, {
      edit: (workflow) => {
        expect(workflow).to.include('head -c 60000 ');
        return workflow.replace('head -c 60000 ', 'head -c 100 ');
      },
    });
    expect(outcome, log).to.equal('success');
    const body = github.comments.at(-1)?.body ?? '';
    const link = '[summary of the run](https://github.com/octo-org/todo/actions/runs/1234)';
    const note = `**Too long for a comment:** the rest is in the ${link}.`;
    const report = summary.slice(summary.indexOf('<!-- archc -->'));
    expect(body).to.equal(report.slice(0, 100).replace('\n', `\n${note}\n\n`));
  });

  it('fails when GitHub takes no comment', async () => {
    const cwd = await propose('refused', edited('LOG_LEVEL: info', 'LOG_LEVEL: fatal'));
    const { outcome, outcomes } = await check(cwd, {
      edit: (workflow) => workflow.replaceAll('/issues/', '/nowhere/'),
    });
    expect(outcome).to.equal('failure');
    expect(outcomes).to.include({ Plan: 'success', 'Report in one comment': 'failure' });
    expect(github.comments).to.deep.equal([]);
  });
});
