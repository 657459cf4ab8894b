import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { missingGithubCli, startGithubApi } from '../support/github/github-api.ts';
import type { GithubApi } from '../support/github/github-api.ts';
import { contextOf, runJob, runnerEnv } from '../support/github/run-job.ts';
import { makeUserRepository } from '../support/github/user-repository.ts';
import { needs } from '../support/needs.ts';
import { findManager } from '../support/package/package-managers.ts';
import type { ManagerName } from '../support/package/package-managers.ts';

/** How each makes the package in tools/archc a dependency, as it would make archc of the registry one. */
const additions: Readonly<Record<ManagerName, readonly string[]>> = {
  pnpm: ['add', '--offline', '--save-dev', './tools/archc'],
  yarn1: ['add', '--offline', '--dev', 'file:./tools/archc'],
  yarn4: ['add', '--dev', 'archc@file:./tools/archc'],
  bun: ['add', '--dev', './tools/archc'],
};

describe('the workflow that checks a pull request, in a repository with', () => {
  let github: GithubApi;
  let folder = '';

  before(async function () {
    needs(this, await missingGithubCli());
    github = await startGithubApi('octo-org/todo', 7);
    folder = await mkdtemp(path.join(tmpdir(), 'archc-managers-'));
  });
  after(async () => {
    if (folder === '') return;
    await github.stop();
    await rm(folder, { recursive: true });
  });

  for (const name of Object.keys(additions) as ManagerName[]) {
    it(`${name}: installs archc as its lock file says, and compares with that of the base`, async function () {
      const manager = await findManager(name);
      if (typeof manager === 'string') {
        needs(this, manager);
        return;
      }
      const at = (...parts: readonly string[]) => path.join(folder, name, ...parts);
      for (const each of ['home', 'provided']) await mkdir(at(each), { recursive: true });
      const join = (...folders: readonly (string | undefined)[]) => folders.join(path.delimiter);
      const own = { HOME: at('home'), YARN_ENABLE_TELEMETRY: '0', npm_config_cache: at('cache') };
      const [program = ''] = manager.named.split('@');
      const installation = {
        program: path.join(manager.folder, program),
        args: additions[name],
        env: { ...own, PATH: join(manager.folder, process.env['PATH']) },
      };
      const spec = await readFile('specs/todo.yaml', 'utf8');
      const manifest = JSON.stringify({ private: true, packageManager: manager.named });
      const ignored = ['node_modules/', '.yarn/', '.pnp.*', ''].join('\n');
      const repository = await makeUserRepository(
        { 'specs/todo.yaml': spec, 'package.json': manifest, '.gitignore': ignored },
        installation,
      );
      try {
        await repository.archc('init', '--ci', 'github');
        await repository.push();
        const cwd = await repository.openPullRequest('level', () =>
          repository.write({ 'specs/todo.yaml': spec.replace('LOG_LEVEL: info', 'LOG_LEVEL: debug') }),
        );
        const workflow = await readFile(path.join(cwd, '.github/workflows/archc-check.yml'), 'utf8');
        const env = {
          ...runnerEnv,
          ...github.env,
          HOME: own.HOME,
          YARN_ENABLE_TELEMETRY: '0',
          PROVIDED: at('provided'),
          PATH: join(at('provided'), manager.runner, runnerEnv['PATH']),
        };
        const { outcome, log, summary } = await runJob(workflow, {
          cwd,
          env,
          github: contextOf('someone/todo'),
          vars: {},
        });
        expect(outcome, log).to.equal('success');
        expect(summary).to.match(/LOG_LEVEL.*`"info"` -> `"debug"`/);
      } finally {
        await repository.remove();
      }
    });
  }
});
