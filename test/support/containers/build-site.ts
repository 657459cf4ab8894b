import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFakeAws } from '../fake-aws/fake-aws.ts';
import type { FakeAws } from '../fake-aws/fake-aws.ts';
import { runProcess } from '../terminal/run-process.ts';
import type { ProcessResult } from '../terminal/run-process.ts';
import { makeFakeEngine } from './fake-engine.ts';
import type { FakeEngine } from './fake-engine.ts';

/**
 * A git work tree with a build script in it, and a PATH with only the programs that the script or a stand-in may use.
 */
export interface BuildSite {
  readonly folder: string;
  /** The work tree's top level. */
  readonly source: string;
  /** The path of the script, which is committed in the work tree. */
  readonly script: string;
  readonly aws: FakeAws;
  readonly engine: FakeEngine;
  readonly env: NodeJS.ProcessEnv;
  write(file: string, content: string): Promise<void>;
  git(...args: readonly string[]): Promise<string>;
  /** Commits everything, and resolves to the commit's id. */
  commit(): Promise<string>;
  /** Puts a program on the PATH under the name. */
  install(name: string, program: string): Promise<void>;
  uninstall(name: string): Promise<void>;
  run(args?: readonly string[], options?: RunOptions): Promise<ProcessResult>;
  /** What earlier runs left in the folder for temporary files. */
  listLeftovers(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly script?: string;
}

const tools = ['bash', 'cat', 'cp', 'dirname', 'git', 'mktemp', 'readlink', 'rm', 'sleep'];

/**
 * The files and the script are committed in the work tree. The fake AWS has the shared stack in ap-northeast-1, with
 * the named repository; `docker` is a stand-in.
 */
export async function makeBuildSite(
  script: string,
  options: {
    readonly files?: Readonly<Record<string, string>>;
    readonly treeName?: string;
    readonly repositoryUri?: string;
  } = {},
): Promise<BuildSite> {
  const { files = { Dockerfile: 'FROM scratch\n' } } = options;
  const { treeName = 'tree', repositoryUri = fakeRepositoryUri } = options;
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'archc-build-')));
  const at = (...names: readonly string[]): string => path.join(folder, ...names);
  const source = at(treeName);
  for (const name of ['bin', 'home', 'tmp', treeName]) await mkdir(at(name));
  const aws = await makeFakeAws(at('aws'));
  const engine = await makeFakeEngine(at('engine-calls'));
  const env = {
    PATH: at('bin'),
    HOME: at('home'),
    TMPDIR: at('tmp'),
    GIT_CONFIG_NOSYSTEM: '1',
    ...aws.env,
    ...engine.env,
  };

  const site: BuildSite = {
    folder,
    source,
    script: path.join(source, 'dist/todo/build.sh'),
    aws,
    engine,
    env,
    write: async (file, content) => {
      await mkdir(path.dirname(path.join(source, file)), { recursive: true });
      await writeFile(path.join(source, file), content);
    },
    git: async (...args) => {
      const identity = ['-c', 'user.name=Site', '-c', 'user.email=site@example.com'];
      const { code, stdout, stderr } = await runProcess('git', [...identity, ...args], {
        cwd: source,
        env: { ...env, PATH: process.env.PATH },
      });
      if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
      return stdout.trim();
    },
    commit: async () => {
      await site.git('add', '--all');
      await site.git('commit', '--quiet', '--message', 'Change');
      return site.git('rev-parse', 'HEAD');
    },
    install: (name, program) => symlink(program, at('bin', name)),
    uninstall: (name) => rm(at('bin', name)),
    run: (args = [], options = {}) =>
      runProcess('bash', [options.script ?? site.script, ...args], {
        cwd: options.cwd ?? source,
        env: { ...env, ...options.env },
      }),
    listLeftovers: () => readdir(at('tmp')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };

  for (const tool of tools) await site.install(tool, await findProgram(tool));
  await site.install('aws', aws.program);
  await site.install('docker', engine.program);
  await aws.deployStack({ region: 'ap-northeast-1', name: 'todo-shared', repositoryUri });
  await aws.setPassword('ap-northeast-1', 'registry-password');
  await aws.setRegistry('ap-northeast-1', repositoryUri.split('/')[0] ?? '');
  for (const [file, content] of Object.entries(files)) await site.write(file, content);
  await site.write('dist/todo/build.sh', script);
  await chmod(site.script, 0o755);
  await site.git('init', '--quiet');
  await site.commit();
  return site;
}

export const fakeRepositoryUri = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/todo-shared-repository';

/** The program's path on the PATH of the tests; empty when it is missing. */
export async function findProgram(name: string): Promise<string> {
  const { stdout } = await runProcess('sh', ['-c', `command -v "$0"`, name]);
  return stdout.trim();
}
