import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { uncounted } from '../coverage/uncounted.ts';
import { blocksOf, readPages } from '../docs/pages.ts';
import { needs } from '../support/needs.ts';
import { installPackage } from '../support/package/installed-package.ts';
import { missingPythonTools, pythonTool } from '../support/python-tools.ts';
import { runProcess } from '../support/terminal/run-process.ts';
import type { ProcessResult } from '../support/terminal/run-process.ts';

const page = readPages().find(({ file }) => file === 'docs/editors.md') ?? { file: '', text: '' };
const [withPackage = '', standingAlone = ''] = blocksOf(page, 'yaml').filter((block) =>
  block.startsWith('repos:'),
);

describe('the hooks for pre-commit', () => {
  let folder = '';
  let env: NodeJS.ProcessEnv = {};
  let tarball = '';

  before(async function () {
    needs(this, missingPythonTools());
    const installed = await installPackage();
    if (typeof installed === 'string') {
      needs(this, installed);
      return;
    }
    folder = mkdtempSync(join(tmpdir(), 'archc-pre-commit-'));
    env = environment(folder);
    const packed = await runProcess('npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
    tarball = join(folder, packed.stdout.trim());
    // What pre-commit reads of this repository, in one of its own: the real one may be mid-change.
    mkdirSync(join(folder, 'archc'));
    cpSync('.pre-commit-hooks.yaml', join(folder, 'archc/.pre-commit-hooks.yaml'));
    await commitAll(join(folder, 'archc'));
    mkdirSync(join(folder, 'user/specs'), { recursive: true });
    symlinkSync(join(installed.folder, 'node_modules'), join(folder, 'user/node_modules'));
    writeFileSync(join(folder, 'user/.gitignore'), '/node_modules\n');
    await commitAll(join(folder, 'user'));
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  const git = (cwd: string, ...args: string[]) => runProcess('git', args, { cwd, env });
  const inUser = (...args: string[]) => git(join(folder, 'user'), ...args);
  const write = (file: string, text: string) => {
    writeFileSync(join(folder, 'user', file), text);
  };

  async function commitAll(cwd: string): Promise<void> {
    await git(cwd, 'init', '-q');
    await git(cwd, 'add', '-A');
    expect(await git(cwd, 'commit', '-qm', 'Begin')).to.include({ code: 0 });
  }

  /** The outcome of a commit of everything, as a person sees it. */
  async function commit(): Promise<ProcessResult> {
    await inUser('add', '-A');
    return inUser('commit', '-qm', 'Change');
  }

  async function useHooks(config: string): Promise<void> {
    write('.pre-commit-config.yaml', config);
    const install = await runProcess(pythonTool('pre-commit'), ['install', '--install-hooks'], {
      cwd: join(folder, 'user'),
      env,
    });
    expect(install, install.stdout + install.stderr).to.include({ code: 0 });
  }

  it('refuse a mistake at its line, then stale templates, then let the commit through', async () => {
    const { stdout: revision } = await git(join(folder, 'archc'), 'rev-parse', 'HEAD');
    const config = withPackage
      .replace('URL-OF-THIS-REPOSITORY', join(folder, 'archc'))
      .replace(/rev: .*/, `rev: ${revision.trim()}`);
    await useHooks(config);

    write('specs/todo.yaml', readFileSync('specs/todo.yaml', 'utf8').replace('port:', 'prot:'));
    const mistake = await commit();
    expect(mistake.code).to.equal(1);
    expect(mistake.stderr)
      .to.match(/archc validate\.+Failed/)
      .and.match(/specs\/todo\.yaml:\d+:5 error unknown-property/);

    write('specs/todo.yaml', readFileSync('specs/todo.yaml', 'utf8'));
    const stale = await commit();
    expect(stale.code).to.equal(1);
    expect(stale.stderr)
      .to.match(/archc validate\.+Passed/)
      .and.match(/archc compile\.+Failed/)
      .and.include('run "archc compile specs/todo.yaml"');

    const compiled = await runProcess('npx', ['--no', '--', 'archc', 'compile', 'specs/todo.yaml'], {
      cwd: join(folder, 'user'),
      env,
    });
    expect(compiled, compiled.stderr).to.include({ code: 0 });
    const good = await commit();
    expect(good, good.stderr).to.include({ code: 0 });
    expect(good.stderr)
      .to.match(/archc validate\.+Passed/)
      .and.match(/archc compile\.+Passed/);

    write('other.yaml', 'archc: 2\n');
    const other = await commit();
    expect(other, other.stderr).to.include({ code: 0 });
    expect(other.stderr).to.match(/archc validate\.+\(no files to check\)Skipped/);
  });

  it('run without an installation in the project too: pre-commit installs the package', async () => {
    expect(standingAlone).to.match(/archc@\d/);
    await useHooks(standingAlone.replace(/archc@[\d.]+/, tarball));
    write('specs/other.yaml', 'archc: 1\n');
    const mistake = await commit();
    expect(mistake.code).to.equal(1);
    expect(mistake.stderr)
      .to.match(/archc validate\.+Failed/)
      .and.include('error missing-property');
  });
});

function environment(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...uncounted,
    PRE_COMMIT_HOME: join(folder, 'home'),
    PRE_COMMIT_COLOR: 'never',
    npm_config_prefer_offline: 'true',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Someone',
    GIT_AUTHOR_EMAIL: 'someone@example.com',
    GIT_COMMITTER_NAME: 'Someone',
    GIT_COMMITTER_EMAIL: 'someone@example.com',
  };
}
