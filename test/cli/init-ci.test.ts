import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { showFinding } from '../support/judges/finding.ts';
import { lintWorkflows, missingWorkflowLinter } from '../support/judges/lint-workflows.ts';
import { checkWorkflow } from '../support/judges/workflow-rules.ts';
import { secondBackend } from '../support/local-aws/second-backend.ts';
import { needs } from '../support/needs.ts';
import { runArchc, useFolder } from '../support/terminal/run-archc.ts';

interface Workflow {
  readonly env?: { readonly SPECS?: string };
  readonly jobs: Readonly<
    Record<
      string,
      { readonly env?: { readonly SPECS?: string }; readonly 'runs-on': string; readonly needs?: string }
    >
  >;
}

const written = ['archc-check.yml', 'archc-deploy.yml'];

describe('archc init --ci github', () => {
  const folder = useFolder();
  const init = (...args: string[]) => runArchc(['init', '--ci', 'github', ...args], { cwd: folder.path });
  const read = (name: string) => readFileSync(join(folder.path, '.github/workflows', name), 'utf8');
  /** The specs of a workflow, or of one of its jobs. */
  const specsOf = (name: string, job = 'deploy') => {
    const { env, jobs } = parse(read(name)) as Workflow;
    return (env ?? jobs[job]?.env)?.SPECS?.split('\n');
  };

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
        '.github/workflows/archc-check.yml and .github/workflows/archc-deploy.yml written, which deploy the branch main.',
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
    expect(check).to.have.property('on').that.has.keys('pull_request', 'merge_group');
    expect(check)
      .to.have.nested.property('jobs.check.permissions')
      .that.eqls({ ...rights, 'pull-requests': 'write' });
    expect(check).to.not.have.nested.property('jobs.check.environment');
    const deploy = parse(read('archc-deploy.yml')) as object;
    expect(deploy).to.have.nested.property('jobs.deploy.permissions').that.eqls(rights);
    expect(deploy).to.have.nested.property('jobs.plan_deploy.permissions').that.eqls(rights);
    expect(deploy).to.not.have.nested.property('jobs.plan_deploy.environment');
    expect(deploy).to.have.nested.property('jobs.deploy.environment', 'production');
    expect(deploy).to.have.nested.property('concurrency.cancel-in-progress', false);
  });

  describe('of a repository', () => {
    const git = (...args: string[]) => {
      const { status, stderr } = spawnSync('git', ['-C', folder.path, ...args], {
        encoding: 'utf8',
        env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
      });
      if (status !== 0) throw new Error(stderr);
    };
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    const commit = () => {
      git(...identity, 'commit', '--quiet', '--allow-empty', '--message', 'A change');
    };

    for (const [title, branch, prepare] of [
      ['that has no commit yet', 'trunk', () => undefined],
      [
        'whose current branch is none of the usual ones',
        'topic',
        () => {
          commit();
          git('checkout', '--quiet', '-b', 'topic');
        },
      ],
      [
        'that has the branch master, and another one checked out',
        'master',
        () => {
          commit();
          git('branch', 'master');
        },
      ],
      [
        'whose remote has a default branch',
        'release/2.x',
        () => {
          commit();
          git('branch', 'main');
          git('update-ref', 'refs/remotes/origin/release/2.x', 'HEAD');
          git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/release/2.x');
        },
      ],
    ] as const) {
      it(`${title}, deploys the branch ${branch}, and the roles trust it`, () => {
        git('init', '--quiet', '--initial-branch', 'trunk');
        prepare();
        const { code, stdout } = init('specs/todo.yaml');
        expect(code).to.equal(0);
        expect(stdout).to.include(`which deploy the branch ${branch}.\n`);
        expect(read('archc-deploy.yml')).to.include(`branches: ['${branch}']`);
        const args = ['policy', 'specs/todo.yaml', '--bootstrap', '--repository', 'octo-org/todo'];
        const policy = runArchc(args, { cwd: folder.path });
        expect(policy.stdout).to.include(`:ref: refs/heads/${branch}\n`);
        expect(policy.stderr).to.include(`trusts the environment production on the branch ${branch}.\n`);
      });
    }

    it('whose branch reads as a pattern, asks for another one', () => {
      git('init', '--quiet', '--initial-branch', 'a+b');
      const { code, stderr } = init('specs/todo.yaml');
      expect(code).to.equal(2);
      expect(stderr).to.include('--branch "a+b" is not the name of one branch');
    });
  });

  describe('builds images', () => {
    const writeFargate = (name: string, text: string) => {
      const spec = text
        .replace(/^name: .*/m, `name: ${name}`)
        .replace('runtime: appRunner', 'runtime: fargate\n    architecture: arm64');
      expect(spec).to.include('arm64');
      writeFileSync(join(folder.path, `specs/${name}.yaml`), spec);
    };
    const todo = readFileSync('specs/todo.yaml', 'utf8');
    const jobs = () =>
      Object.entries((parse(read('archc-deploy.yml')) as Workflow).jobs).map(([name, job]) => ({
        name,
        runner: job['runs-on'],
        needs: job.needs,
        specs: job.env?.SPECS?.split('\n'),
      }));

    it('for amd64 on a runner of that processor', () => {
      expect(init('specs/todo.yaml').code).to.equal(0);
      const specs = ['specs/todo.yaml'];
      expect(jobs()).to.deep.equal([
        { name: 'plan_deploy', runner: 'ubuntu-latest', needs: undefined, specs },
        { name: 'deploy', runner: 'ubuntu-latest', needs: 'plan_deploy', specs },
      ]);
    });

    it('for arm64 on a runner of that processor', () => {
      writeFargate('arm', todo);
      expect(init('specs/arm.yaml').code).to.equal(0);
      const specs = ['specs/arm.yaml'];
      expect(jobs()).to.deep.equal([
        { name: 'plan_deploy', runner: 'ubuntu-24.04-arm', needs: undefined, specs },
        { name: 'deploy', runner: 'ubuntu-24.04-arm', needs: 'plan_deploy', specs },
      ]);
    });

    it('for both in jobs that run one after the other, still in the order of deployment', async function () {
      writeFargate('arm', secondBackend(todo));
      writeFargate('brm', secondBackend(todo));
      expect(init().code).to.equal(0);
      const first = { runner: 'ubuntu-latest', specs: ['specs/todo.yaml', 'specs/a.yaml'] };
      const second = { runner: 'ubuntu-24.04-arm', specs: ['specs/arm.yaml', 'specs/brm.yaml'] };
      expect(jobs()).to.deep.equal([
        { name: 'plan_deploy_1', needs: undefined, ...first },
        { name: 'deploy_1', needs: 'plan_deploy_1', ...first },
        { name: 'plan_deploy_2', needs: 'deploy_1', ...second },
        { name: 'deploy_2', needs: 'plan_deploy_2', ...second },
      ]);
      expect(checkWorkflow(read('archc-deploy.yml'))).to.deep.equal([]);
      needs(this, await missingWorkflowLinter());
      const findings = await lintWorkflows({ 'archc-deploy.yml': read('archc-deploy.yml') });
      expect(findings.map(showFinding)).to.deep.equal([]);
    });
  });

  describe('installs archc', () => {
    const frozen = 'install --frozen-lockfile --ignore-scripts';
    const berry = 'yarn install --immutable --mode=skip-build';
    const archcOfModules = 'node_modules/.bin/archc';
    for (const [title, files, add, install, run] of [
      ['with npm', {}, 'npm install --save-dev archc', 'npm ci --ignore-scripts', archcOfModules],
      [
        'with npm, whose lock file has another name',
        { 'npm-shrinkwrap.json': '{}' },
        'npm install --save-dev archc, and commit package.json and npm-shrinkwrap.json',
        'npm ci --ignore-scripts',
        archcOfModules,
      ],
      [
        'with pnpm',
        { 'pnpm-lock.yaml': '' },
        'pnpm add --save-dev archc, and commit package.json and pnpm-lock.yaml',
        `corepack enable\n          pnpm ${frozen}`,
        archcOfModules,
      ],
      [
        'with the first yarn',
        { 'yarn.lock': '# yarn lockfile v1\n' },
        'yarn add --dev archc, and commit package.json and yarn.lock',
        `corepack enable\n          yarn ${frozen}`,
        archcOfModules,
      ],
      [
        'with a later yarn',
        { 'yarn.lock': '__metadata:\n  version: 8\n' },
        'yarn add --dev archc, and commit package.json and yarn.lock',
        `corepack enable\n          ${berry}`,
        'yarn run archc',
      ],
      [
        'with the yarn that package.json names, before it has a lock file',
        { 'package.json': '{ "packageManager": "yarn@4.9.2+sha512.abc" }' },
        'yarn add --dev archc, and commit package.json and yarn.lock',
        berry,
        'yarn run archc',
      ],
      [
        'with bun',
        { 'bun.lock': '{}' },
        'bun add --dev archc, and commit package.json and bun.lock',
        `npm install --global bun@1\n          bun ${frozen}`,
        archcOfModules,
      ],
      [
        'with the bun that package.json names',
        { 'package.json': '{ "packageManager": "bun@1.3.4" }', 'bun.lockb': '' },
        'bun add --dev archc, and commit package.json and bun.lockb',
        `npm install --global bun@1.3.4\n          bun ${frozen}`,
        archcOfModules,
      ],
      [
        'with what package.json names, beside the lock file of another',
        { 'package.json': '{ "packageManager": "pnpm@10.34.9" }', 'package-lock.json': '{}' },
        'pnpm add --save-dev archc, and commit package.json and pnpm-lock.yaml',
        `pnpm ${frozen}`,
        archcOfModules,
      ],
      [
        'with what package.json names for developers',
        { 'package.json': '{ "devEngines": { "packageManager": { "name": "pnpm" } } }' },
        'pnpm add --save-dev archc',
        `pnpm ${frozen}`,
        archcOfModules,
      ],
    ] as const) {
      it(title, async function () {
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
        const { code, stdout, stderr } = init('specs/todo.yaml');
        expect(code, stderr).to.equal(0);
        expect(stdout).to.include(`  1. ${add}`);
        for (const name of written) {
          expect(read(name))
            .to.include(`          ${install}\n`)
            .and.not.match(/^ *<[\w-]+>$/m);
        }
        expect(read('archc-check.yml')).to.include(`            ${run} compile --output`);
        needs(this, await missingWorkflowLinter());
        const texts = Object.fromEntries(written.map((name) => [name, read(name)]));
        expect((await lintWorkflows(texts)).map(showFinding)).to.deep.equal([]);
      });
    }

    it('says when package.json does not say which version of the package manager', () => {
      writeFileSync(join(folder.path, 'pnpm-lock.yaml'), '');
      const manifest = { devDependencies: { archc: '^1.0.0' } };
      writeFileSync(join(folder.path, 'package.json'), JSON.stringify(manifest));
      expect(init('specs/todo.yaml').stdout).to.include(
        '  1. name the version of pnpm in package.json ("packageManager"): the workflows use that one\n',
      );
      rmSync(join(folder.path, '.github'), { recursive: true });
      writeFileSync(
        join(folder.path, 'package.json'),
        JSON.stringify({ ...manifest, packageManager: 'pnpm@10.34.9' }),
      );
      expect(init('specs/todo.yaml').stdout).to.include('  1. archc policy specs/todo.yaml --bootstrap');
    });

    for (const [title, files, message] of [
      [
        'with one of two',
        { 'package-lock.json': '{}', 'pnpm-lock.yaml': '' },
        'this folder has package-lock.json and pnpm-lock.yaml: name the package manager in package.json, such as "packageManager": "npm@VERSION"',
      ],
      ['from a file that is no JSON', { 'package.json': '{' }, 'cannot read package.json: '],
    ] as const) {
      it(`never guesses ${title}`, () => {
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
        const { code, stdout, stderr } = init('specs/todo.yaml');
        expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
        expect(stderr).to.include(`archc: ${message}`);
        expect(existsSync(join(folder.path, '.github'))).to.be.false;
      });
    }
  });

  it('replaces no workflow, and then writes none', () => {
    mkdirSync(join(folder.path, '.github/workflows'), { recursive: true });
    writeFileSync(join(folder.path, '.github/workflows/archc-deploy.yml'), 'mine');
    expect(init('specs/todo.yaml')).to.deep.include({
      code: 2,
      stderr:
        'archc: cannot write .github/workflows/archc-deploy.yml: it exists already; rename or delete it first\n',
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
    [['specs/none.yaml'], 'cannot read specs/none.yaml: no such file; check the path'],
    [['../todo.yaml'], '../todo.yaml is not in this repository'],
    [['specs/a b.yaml;ls'], '"specs/a b.yaml;ls" has a name that a workflow can\'t hold'],
    [['specs/${{ github.token }}.yaml'], "has a name that a workflow can't hold"],
    [['specs/todo.yaml', '--branch', '**'], '--branch "**" is not the name of one branch'],
    [['specs/todo.yaml', '--region', 'eu-west-1'], '--region does not go with --ci: leave one of them out'],
  ] as const) {
    it(`refuses ${args.join(' ')}`, () => {
      // A name with brackets is a pattern, unless a file has it.
      if (args[0].includes('{')) writeFileSync(join(folder.path, args[0]), '');
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
