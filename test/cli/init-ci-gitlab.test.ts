import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { readJobs, scriptOf } from '../support/gitlab/run-job.ts';
import { showFinding } from '../support/judges/finding.ts';
import { judgePipelines } from '../support/judges/gitlab-schema.ts';
import { checkScripts } from '../support/judges/shellcheck.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import { withoutDomain } from '../support/compile/without-domain.ts';

const todo = withoutDomain(readFileSync('specs/todo.yaml', 'utf8'));
const environments = '\nenvironments: { dev: {}, staging: {}, prod: { protected: true } }\n';

describe('archc init --ci gitlab', () => {
  const folder = useFolder();
  const init = (...args: string[]) => runArchc(['init', '--ci', 'gitlab', ...args], { cwd: folder.path });
  const at = (name: string) => join(folder.path, name);
  const read = (name: string) => readFileSync(at(name), 'utf8');
  const jobs = () => readJobs(read('.gitlab/archc.yml'));
  const namesOf = () => [...jobs().keys()].filter((name) => !name.startsWith('.'));

  beforeEach(() => {
    for (const name of ['.git', 'specs']) mkdirSync(at(name));
    writeFileSync(at('specs/todo.yaml'), todo + environments);
  });

  it('writes a pipeline with a job for each environment, and one that includes it', () => {
    const { code, stdout } = init('--branch', 'trunk');
    expect(code).to.equal(0);
    expect(stdout).to.match(
      /^\.gitlab\/archc\.yml and \.gitlab-ci\.yml written, and so a pipeline that deploys the branch trunk\.\nNext:\n/,
    );
    expect(stdout).to.include(
      '  4. archc policy specs/todo.yaml --environment prod --bootstrap --ci gitlab --repository GROUP/PROJECT > pipeline-prod.yaml',
    );
    expect(parse(read('.gitlab-ci.yml'))).to.deep.equal({ include: [{ local: '.gitlab/archc.yml' }] });
    expect(namesOf()).to.deep.equal([
      'archc-check',
      'archc-deploy-dev',
      'archc-plan-staging',
      'archc-deploy-staging',
      'archc-plan-prod',
      'archc-deploy-prod',
    ]);
    const onBranch = { if: '$CI_COMMIT_BRANCH == "trunk" && $CI_PIPELINE_SOURCE != "schedule"' };
    const [dev, staging, prod] = ['dev', 'staging', 'prod'].map((name) => jobs().get(`archc-deploy-${name}`));
    expect(dev).to.deep.include({ rules: [onBranch], environment: { name: 'dev' } });
    expect(dev).to.have.property('services').that.has.length(1);
    expect(dev).to.not.have.property('needs');
    const manual = { rules: [{ ...onBranch, when: 'manual' }] };
    expect(staging).to.deep.include({
      ...manual,
      needs: ['archc-plan-staging'],
      resource_group: 'archc-deploy-staging',
    });
    expect(staging).to.not.have.property('services');
    expect(prod).to.deep.include({ ...manual, needs: ['archc-plan-prod'] });
    expect(scriptOf(jobs(), 'archc-deploy-prod')).to.match(
      /\ndeploy 1 specs\/todo\.yaml --environment prod --from-profile promotion --confirm prod\n$/,
    );
    expect(jobs().get('archc-plan-prod')).to.deep.include({
      rules: [onBranch],
      needs: ['archc-deploy-staging'],
    });
    expect(jobs().get('archc-plan-prod')).to.not.have.property('environment');
    expect(scriptOf(jobs(), 'archc-plan-prod')).to.match(
      /\nplan 1 specs\/todo\.yaml --environment prod --promote-from staging --from-profile promotion\n/,
    );
  });

  it('deploys a spec without environments to "production"', () => {
    writeFileSync(at('specs/todo.yaml'), todo);
    expect(init().code).to.equal(0);
    expect(namesOf()).to.deep.equal(['archc-check', 'archc-deploy-production']);
    expect(scriptOf(jobs(), 'archc-deploy-production')).to.match(/\narchc deploy specs\/todo\.yaml --yes\n$/);
    expect(scriptOf(jobs(), 'archc-check')).to.include('\n  plan AWS_PLAN_ROLE specs/todo.yaml\n');
  });

  it('builds an image for arm64 on a runner of that processor', () => {
    const arm = todo.replace('runtime: appRunner', 'runtime: fargate\n    architecture: arm64');
    writeFileSync(at('specs/todo.yaml'), arm + environments);
    expect(init().code).to.equal(0);
    expect(jobs().get('archc-deploy-dev')).to.deep.include({ tags: ['saas-linux-small-arm64'] });
    expect(jobs().get('archc-deploy-prod')).to.not.have.property('tags');
  });

  it('has previews when they are asked for, which GitLab removes with the merge request', () => {
    expect(init('--previews').code).to.equal(0);
    expect(namesOf().slice(-3)).to.deep.equal([
      'archc-preview',
      'archc-preview-removal',
      'archc-previews-over',
    ]);
    const environment = { name: 'review/archc-preview-$CI_MERGE_REQUEST_IID' };
    expect(jobs().get('archc-preview')).to.deep.include({
      environment: { ...environment, url: '$PREVIEW_URL', on_stop: 'archc-preview-removal' },
    });
    expect(jobs().get('archc-preview-removal')).to.deep.include({
      environment: { ...environment, action: 'stop' },
    });
    expect(scriptOf(jobs(), 'archc-preview-removal')).to.match(
      /\narchc destroy specs\/todo\.yaml --from dev --preview "\$preview" --yes\n$/,
    );
    expect(scriptOf(jobs(), 'archc-previews-over')).to.match(
      /\narchc destroy specs\/todo\.yaml --from dev --expired --yes\n$/,
    );
  });

  it('has a job for each environment that is called as another job', () => {
    const names = ['check', 'preview', 'preview-removal', 'previews-over'];
    const listed = names.map((name) => `  ${name}: {}\n`).join('');
    writeFileSync(at('specs/todo.yaml'), `${todo}\nenvironments:\n${listed}`);
    expect(init('--previews').code).to.equal(0);
    expect(namesOf()).to.deep.equal([
      'archc-check',
      'archc-deploy-check',
      ...names.slice(1).flatMap((name) => [`archc-plan-${name}`, `archc-deploy-${name}`]),
      'archc-preview',
      'archc-preview-removal',
      'archc-previews-over',
    ]);
    expect(jobs().get('archc-deploy-preview')).to.deep.include({ needs: ['archc-plan-preview'] });
  });

  it('says how to print the roles of a spec whose path has a space', async () => {
    rmSync(at('specs/todo.yaml'));
    writeFileSync(at('specs/b c.yaml'), todo + environments);
    expect(init().code).to.equal(0);
    const env = { PATH: process.env['PATH'] };
    const [message = ''] = /^ *echo 'The variable AWS_DEPLOY_ROLE.*$/m.exec(read('.gitlab/archc.yml')) ?? [];
    const { stdout } = await runProcess('bash', ['-c', message], { cwd: folder.path, env });
    const command = /deployed with "(.*)"$/m.exec(stdout)?.[1] ?? '';
    const words = await runProcess('bash', ['-c', `printf '%s|' ${command}`], { cwd: folder.path, env });
    expect(words.stdout).to.equal('archc|policy|specs/b c.yaml|--environment|dev|--bootstrap|');
  });

  it('leaves a pipeline that is there as it is, and says what it is to include', () => {
    writeFileSync(at('.gitlab-ci.yml'), 'test:\n  script: [make]\n');
    const { code, stdout } = init();
    expect(code).to.equal(0);
    expect(read('.gitlab-ci.yml')).to.equal('test:\n  script: [make]\n');
    expect(stdout)
      .to.match(/^\.gitlab\/archc\.yml written, /)
      .and.include(
        `  6. add archc's file to what .gitlab-ci.yml includes: "include: [{ local: .gitlab/archc.yml }]"`,
      );
    const again = init();
    expect(again.code).to.equal(0);
    expect(again.stdout).to.match(/^\.gitlab\/archc\.yml written already, and so /);
    writeFileSync(at('.gitlab/archc.yml'), 'mine');
    expect(init()).to.deep.include({
      code: 2,
      stderr: 'archc: cannot write .gitlab/archc.yml: it exists already; rename or delete it first\n',
    });
  });

  it('wants the top of a git work tree', () => {
    const inside = runArchc(['init', '--ci', 'gitlab', 'todo.yaml'], { cwd: at('specs') });
    expect(inside.code).to.equal(2);
    expect(inside.stderr).to.include('where GitLab looks for its pipeline');
    expect(existsSync(at('specs/.gitlab'))).to.be.false;
  });

  for (const [title, files] of [
    ['npm', {}],
    ['a later yarn', { 'yarn.lock': '__metadata:\n  version: 8\n' }],
  ] as const) {
    it(`leaves GitLab's schema and ShellCheck silent, with ${title}`, async function () {
      needs(this, missingPythonTools());
      for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
      writeFileSync(at('specs/b c.yaml'), `${todo.replace('name: todo', 'name: other')}${environments}`);
      const { code, stderr } = init('--previews');
      expect(code, stderr).to.equal(0);
      expect(await judgePipelines([at('.gitlab/archc.yml'), at('.gitlab-ci.yml')])).to.equal('');
      expect(read('.gitlab/archc.yml')).to.not.match(/^# <|<[a-z-]+>$/m);
      const scripts = namesOf().map((name) => {
        writeFileSync(at(`${name}.sh`), `#!/bin/bash\nset -eo pipefail\n${scriptOf(jobs(), name)}`);
        return at(`${name}.sh`);
      });
      expect(scripts).to.have.length(9);
      expect((await checkScripts(scripts)).map(showFinding)).to.deep.equal([]);
    });
  }

  it("would hear from GitLab's schema", async function () {
    needs(this, missingPythonTools());
    expect(init().code).to.equal(0);
    const wrong = read('.gitlab/archc.yml').replace('when: manual', 'when: sometimes');
    writeFileSync(at('.gitlab/archc.yml'), wrong);
    expect(await judgePipelines([at('.gitlab/archc.yml')])).to.include('sometimes');
  });
});
