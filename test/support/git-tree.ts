import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProcess } from './terminal/run-process.ts';

/** A git work tree in a folder of its own. */
export interface GitTree {
  readonly folder: string;
  at(file: string): string;
  write(file: string, content: string): Promise<void>;
  git(...args: readonly string[]): Promise<string>;
  /** Commits everything, and resolves to the commit's id. */
  commit(): Promise<string>;
  remove(): Promise<void>;
}

const identity = ['user.name=test', 'user.email=test@example.com', 'commit.gpgsign=false'];

/** Makes a work tree with these files in its first commit. */
export async function makeGitTree(files: Readonly<Record<string, string>>): Promise<GitTree> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'archc-tree-')));
  const at = (file: string) => path.join(folder, file);
  async function write(file: string, content: string): Promise<void> {
    await mkdir(path.dirname(at(file)), { recursive: true });
    await writeFile(at(file), content);
  }
  async function git(...args: readonly string[]): Promise<string> {
    const settings = identity.flatMap((each) => ['-c', each]);
    const { code, stdout, stderr } = await runProcess('git', ['-C', folder, ...settings, ...args]);
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }
  async function commit(): Promise<string> {
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '--message', 'work');
    return git('rev-parse', 'HEAD');
  }
  await git('init', '--quiet');
  for (const [file, content] of Object.entries(files)) await write(file, content);
  await commit();
  return { folder, at, write, git, commit, remove: () => rm(folder, { recursive: true, force: true }) };
}
