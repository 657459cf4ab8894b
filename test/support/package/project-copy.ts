import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRepository } from '../github/repository.ts';
import type { Repository } from '../github/repository.ts';
import { runProcess } from '../terminal/run-process.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A copy of the work tree as a separate git repository: packages are installed, nothing is built or committed. */
export async function copyProject(): Promise<Repository> {
  const folder = await mkdtemp(path.join(root, 'build', 'project-'));
  const listed = await runProcess('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root });
  const files = listed.stdout.split('\0').filter((file) => file !== '' && existsSync(path.join(root, file)));
  for (const file of files) await cp(path.join(root, file), path.join(folder, file));
  await copyPackages(folder);
  const copy = openRepository(folder);
  await copy.git('init', '--quiet', '--initial-branch', 'main');
  return copy;
}

/** Links the fifteen thousand files where the system's `cp` can do that; otherwise copies them. */
async function copyPackages(folder: string): Promise<void> {
  const source = path.join(root, 'node_modules');
  const target = path.join(folder, 'node_modules');
  const { code } = await runProcess('cp', ['-al', source, target]);
  if (code !== 0) await cp(source, target, { recursive: true, verbatimSymlinks: true });
}

/** Moves the copy to another folder, without the results of its build. */
export async function moveProject({ folder }: Repository, name: string): Promise<Repository> {
  const target = `${folder}-${name}`;
  await rename(folder, target);
  await rm(path.join(target, 'build'), { recursive: true });
  return openRepository(target);
}
