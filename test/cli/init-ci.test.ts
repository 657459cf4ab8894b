import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { showFinding } from '../support/judges/finding.ts';
import { lintWorkflows, missingWorkflowLinter } from '../support/judges/lint-workflows.ts';
import { checkWorkflow } from '../support/judges/workflow-rules.ts';
import { secondBackend } from '../support/local-aws/second-backend.ts';
import { needs } from '../support/needs.ts';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';

const written = ['archc-check.yml', 'archc-deploy.yml'];

describe('archc init --ci github', () => {
  const folder = useFolder();
  const init = (...args: string[]) => runArchc(['init', '--ci', 'github', ...args], { cwd: folder.path });
  const read = (name: string) => readFileSync(join(folder.path, '.github/workflows', name), 'utf8');
  const specsOf = (name: string) => (parse(read(name)) as { env: { SPECS: string } }).env.SPECS.split('\n');

  beforeEach(() => {
    for (const name of ['.git', 'specs']) mkdirSync(join(folder.path, name));
    copyFileSync('specs/todo.yaml', join(folder.path, 'specs/todo.yaml'));
    writeFileSync(join(folder.path, 'specs/a.yaml'), secondBackend(readFileSync('specs/todo.yaml', 'utf8')));
  });

  it('writes two workflows for the spec, and says what comes next', () => {
    const { code, stdout } = init('specs/todo.yaml');
    expect(code).to.equal(0);
    expect(stdout).to.equal(
      [
        '.github/workflows/archc-check.yml and .github/workflows/archc-deploy.yml written.',
        'Next:',
        '  1. npm install --save-dev archc, and commit package.json and package-lock.json',
        '  2. archc policy specs/todo.yaml --bootstrap --repository OWNER/NAME > pipeline.yaml: it says how to deploy the roles',
        '  3. set the variables AWS_PLAN_ROLE and AWS_DEPLOY_ROLE of the repository to them',
        '  4. commit the workflows; docs/ci.md of archc says more',
        '',
      ].join('\n'),
    );
    for (const name of written) {
      expect(specsOf(name)).to.deep.equal(['specs/todo.yaml']);
      expect(read(name))
        .to.include('aws-region: ap-northeast-1\n')
        .and.not.match(/<\w+>\n/);
    }
    expect(read('archc-deploy.yml')).to.include("branches: ['main']");
  });

  it('takes all specs, the owner of a shared stack before the backends that use it', () => {
    expect(init().code).to.equal(0);
    for (const name of written) expect(specsOf(name)).to.deep.equal(['specs/todo.yaml', 'specs/a.yaml']);
  });

  it('names the specs by their paths from the top, and the branch', () => {
    expect(init(join(folder.path, 'specs', 'todo.yaml'), '--branch', 'release/1.x').code).to.equal(0);
    expect(specsOf('archc-deploy.yml')).to.deep.equal(['specs/todo.yaml']);
    expect(parse(read('archc-deploy.yml')))
      .to.have.nested.property('on.push.branches')
      .that.eqls(['release/1.x']);
  });

  it('writes what actionlint and ShellCheck have nothing to say about', async function () {
    needs(this, await missingWorkflowLinter());
    expect(init().code).to.equal(0);
    const texts = Object.fromEntries(written.map((name) => [name, read(name)]));
    expect((await lintWorkflows(texts)).map(showFinding)).to.deep.equal([]);
  });

  for (const name of written) {
    it(`keeps the rules of our own workflows in ${name}`, () => {
      expect(init().code).to.equal(0);
      expect(checkWorkflow(read(name))).to.deep.equal([]);
    });
  }

  it('gives no job more rights than it needs, and never runs a pull request with those of the base', () => {
    expect(init().code).to.equal(0);
    const rights = { contents: 'read', 'id-token': 'write' };
    const check = parse(read('archc-check.yml')) as object;
    expect(check).to.have.property('on', 'pull_request');
    expect(check)
      .to.have.nested.property('jobs.check.permissions')
      .that.eqls({ ...rights, 'pull-requests': 'write' });
    expect(check).to.not.have.nested.property('jobs.check.environment');
    const deploy = parse(read('archc-deploy.yml')) as object;
    expect(deploy).to.have.nested.property('jobs.deploy.permissions').that.eqls(rights);
    expect(deploy).to.have.nested.property('jobs.deploy.environment', 'production');
    expect(deploy).to.have.nested.property('concurrency.cancel-in-progress', false);
  });

  it('replaces no workflow, and then writes none', () => {
    mkdirSync(join(folder.path, '.github/workflows'), { recursive: true });
    writeFileSync(join(folder.path, '.github/workflows/archc-deploy.yml'), 'mine');
    expect(init('specs/todo.yaml')).to.deep.include({
      code: 2,
      stderr: 'archc: cannot write .github/workflows/archc-deploy.yml: it exists already\n',
    });
    expect(read('archc-deploy.yml')).to.equal('mine');
    expect(existsSync(join(folder.path, '.github/workflows/archc-check.yml'))).to.be.false;
  });

  it('writes nothing for a spec with an error', () => {
    writeFileSync(join(folder.path, 'specs/a.yaml'), 'archc: 1\n');
    const { code, stdout, stderr } = init();
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr).to.include('specs/a.yaml:1:1 error').and.include('archc: nothing was written\n');
    expect(existsSync(join(folder.path, '.github'))).to.be.false;
  });

  for (const [args, message] of [
    [['specs/none.yaml'], 'cannot read specs/none.yaml: no such file'],
    [['../todo.yaml'], '../todo.yaml is not in this repository'],
    [['specs/a b.yaml;ls'], '"specs/a b.yaml;ls" has a name that a workflow can\'t hold'],
    [['specs/${{ github.token }}.yaml'], "has a name that a workflow can't hold"],
    [['specs/todo.yaml', '--branch', '**'], '--branch "**" is not the name of one branch'],
    [['specs/todo.yaml', '--region', 'eu-west-1'], '--region does not go with --ci: leave one of them out'],
    [['specs/todo.yaml', '--ci', 'gitlab'], '--ci "gitlab" is unknown: write github'],
  ] as const) {
    it(`refuses ${args.join(' ')}`, () => {
      const { code, stdout, stderr } = init(...args);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr)
        .to.include(`archc: ${message.startsWith('has') ? '' : message}`)
        .and.include(message);
      expect(existsSync(join(folder.path, '.github'))).to.be.false;
    });
  }

  it('wants the top of a git work tree, and specs', () => {
    const inside = runArchc(['init', '--ci', 'github', 'todo.yaml'], { cwd: join(folder.path, 'specs') });
    expect(inside).to.deep.include({ code: 2, stdout: '' });
    expect(inside.stderr).to.include('this folder is not the top of a git work tree');
    mkdirSync(join(folder.path, 'empty/.git'), { recursive: true });
    const empty = runArchc(['init', '--ci', 'github'], { cwd: join(folder.path, 'empty') });
    expect(empty.stderr).to.equal('archc: name the specs: archc init --ci github specs/todo.yaml\n');
    expect(runArchc(['init', '--branch', 'main'], { cwd: folder.path }).stderr).to.equal(
      'archc: --branch goes only with --ci: add that, or leave --branch out\n',
    );
  });
});
