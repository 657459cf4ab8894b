import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { runProcess } from '../terminal/run-process.ts';
import type { Buildah } from './buildah.ts';
import type { Registry } from './registry.ts';

/** The command of an image, running in the image's own file system on the network of this machine. */
export interface Container {
  /** Ends it with SIGTERM, as a container service does, and resolves to what it printed. */
  stop(): Promise<{ readonly code: number | null; readonly output: string }>;
}

interface ContainerSettings {
  readonly registry: Registry;
  readonly buildah: Buildah;
  readonly variables: Readonly<Record<string, string>>;
  readonly localHosts?: readonly string[];
}

interface Inspection {
  readonly OCIv1: { readonly config: { readonly Cmd: readonly string[] } };
}

/**
 * Pulls the image and starts its command as its user, with the variables of the image and those given. The host names
 * in `localHosts` resolve to this machine.
 */
export async function startContainer(
  image: string,
  { registry, buildah, variables, localHosts = [] }: ContainerSettings,
): Promise<Container> {
  const env = { ...process.env, ...registry.env, ...buildah.env };
  const run = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runProcess('buildah', args, { env });
    if (code !== 0) throw new Error(`buildah ${args[0] ?? ''} failed:\n${stderr}`);
    return stdout.trim();
  };
  const hosts = localHosts.flatMap((name) => ['--add-host', `${name}:127.0.0.1`]);
  const login = ['--creds', `AWS:${registry.password}`];
  const id = await run('from', '--quiet', '--pull', ...hosts, ...login, image);
  const { OCIv1 } = JSON.parse(await run('inspect', id)) as Inspection;
  const settings = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const child = spawn('buildah', ['run', ...settings, id, '--', ...OCIv1.config.Cmd], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  return {
    stop: async () => {
      if (child.exitCode === null && child.pid !== undefined) {
        process.kill(await findCommand(child.pid), 'SIGTERM');
      }
      const [[code], texts] = await Promise.all([ended, output]);
      await run('rm', id);
      return { code, output: texts.join('') };
    },
  };
}

/** The process of the image's command: buildah runs it as a descendant of its own processes. */
async function findCommand(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const children = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8')),
  );
  const [child] = children.join(' ').trim().split(/ +/).filter(Boolean);
  const isBuildah = (await readlink(`/proc/${pid}/exe`)).includes('buildah');
  if (!isBuildah || child === undefined) return pid;
  return findCommand(Number(child));
}
