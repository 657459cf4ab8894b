import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProcess } from '../terminal/run-process.ts';
import type { ProcessResult } from '../terminal/run-process.ts';

/** A git repository in which every commit has the same author and time. */
export interface Repository {
  readonly folder: string;
  run(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<ProcessResult>;
  git(...args: readonly string[]): Promise<string>;
  /** Commits everything, after the files have been written. */
  commit(files?: Readonly<Record<string, string>>): Promise<void>;
  remove(): Promise<void>;
}

export async function makeRepository(files: Readonly<Record<string, string>>): Promise<Repository> {
  const repository = openRepository(await mkdtemp(path.join(tmpdir(), 'archc-repository-')));
  await repository.git('init', '--quiet', '--initial-branch', 'main');
  await repository.commit(files);
  return repository;
}

export function openRepository(folder: string): Repository {
  const run: Repository['run'] = (program, args, env = {}) =>
    runProcess(program, args, { cwd: folder, env: { ...environment(), ...env } });
  const git: Repository['git'] = async (...args) => {
    const { code, stdout, stderr } = await run('git', args);
    if (code !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr}`);
    return stdout;
  };
  return {
    folder,
    run,
    git,
    commit: async (files = {}) => {
      for (const [name, text] of Object.entries(files)) {
        const file = path.join(folder, name);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, text);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', 'Change');
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** The environment without a person's settings for git. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const identity = ['AUTHOR', 'COMMITTER'].map((role) => ({
    [`GIT_${role}_NAME`]: 'Test',
    [`GIT_${role}_EMAIL`]: 'test@example.com',
    [`GIT_${role}_DATE`]: '2026-01-02T03:04:05Z',
  }));
  return Object.assign(
    { GIT_CONFIG_GLOBAL: '/dev/null' },
    Object.fromEntries(kept),
    ...identity,
  ) as NodeJS.ProcessEnv;
}
