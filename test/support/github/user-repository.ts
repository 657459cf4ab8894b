import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { archcCommand } from '../built.ts';
import { runProcess } from '../terminal/run-process.ts';

type Files = Readonly<Record<string, string>>;

/** A git repository with a remote, in which archc is a development dependency and the workflows are written. */
export interface UserRepository {
  /** The work tree, with the main branch checked out. */
  readonly folder: string;
  write(files: Files): Promise<void>;
  /** Runs the archc that is installed in the work tree. */
  archc(...args: readonly string[]): Promise<string>;
  /** Commits the work tree to the main branch, and pushes it. */
  push(): Promise<void>;
  /** Pushes a branch with the change, and resolves to a checkout of its merge, as a workflow has it. */
  openPullRequest(name: string, change: () => Promise<unknown>): Promise<string>;
  /** Resolves to a checkout of the main branch, as a workflow has it. */
  checkOut(): Promise<string>;
  read(file: string): Promise<string>;
  remove(): Promise<void>;
}

/** The file of a package that runs this archc, or another command. */
export function archcPackage(command = archcCommand): Files {
  return { 'tools/archc/archc.cjs': `#!/usr/bin/env node\nrequire(${JSON.stringify(command)});\n` };
}

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** Makes the package in tools/archc a development dependency. */
interface Installation {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const withNpm: Installation = {
  program: 'npm',
  args: ['install', '--offline', '--silent', '--save-dev', './tools/archc'],
};

export async function makeUserRepository(files: Files, installation = withNpm): Promise<UserRepository> {
  const all = await mkdtemp(path.join(tmpdir(), 'archc-repository-'));
  const folder = path.join(all, 'work');
  const origin = path.join(all, 'origin.git');
  const git = (...args: readonly string[]) => run('git', ['-C', folder, ...args], folder);
  const archc = (...args: readonly string[]) => run(path.join(folder, 'tools/archc/archc.cjs'), args, folder);

  async function write(changed: Files): Promise<void> {
    for (const [name, text] of Object.entries(changed)) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text, { mode: name.endsWith('.cjs') ? 0o755 : 0o644 });
    }
  }
  async function commit(): Promise<void> {
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '--message', 'A change');
  }
  /** `depth` is how many commits `actions/checkout` fetches. */
  async function clone(branch: string, depth: number): Promise<string> {
    const target = path.join(all, `${branch}-${randomUUID()}`);
    const shallow = ['--quiet', '--depth', String(depth), '--branch', branch];
    await run('git', ['clone', ...shallow, `file://${origin}`, target], all);
    return target;
  }

  await run('git', ['init', '--quiet', '--bare', '--initial-branch', 'main', origin], all);
  await run('git', ['clone', '--quiet', origin, folder], all);
  await git('checkout', '--quiet', '-B', 'main');
  await write({
    '.gitignore': 'node_modules/\n',
    'package.json': '{ "private": true }\n',
    'tools/archc/package.json': '{ "name": "archc", "version": "1.0.0", "bin": "archc.cjs" }\n',
    ...archcPackage(),
    ...files,
  });
  await run(installation.program, installation.args, folder, installation.env);

  return {
    folder,
    write,
    archc,
    async push() {
      await commit();
      await git('push', '--quiet', 'origin', 'main');
    },
    async openPullRequest(name, change) {
      await git('checkout', '--quiet', '-b', name);
      await change();
      await commit();
      await git('checkout', '--quiet', '-b', `${name}-merge`, 'main');
      await git('merge', '--quiet', '--no-ff', '--message', 'Merge', name);
      await git('push', '--quiet', 'origin', name, `${name}-merge`);
      await git('checkout', '--quiet', 'main');
      return clone(`${name}-merge`, 2);
    },
    checkOut: () => clone('main', 1),
    read: (file) => readFile(path.join(folder, file), 'utf8'),
    remove: () => rm(all, { recursive: true, force: true }),
  };
}

/** Resolves to what the program prints; rejects when it fails. */
async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  more: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { code, stdout, stderr } = await runProcess(program, args, { cwd, env: { ...env, ...more } });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed (${code}): ${stdout}${stderr}`);
  return stdout;
}
