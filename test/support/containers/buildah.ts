import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { leftOut } from '../needs.ts';
import { runProcess } from '../terminal/run-process.ts';
import { findProgram } from './build-site.ts';

/** Why images can't be built and pushed here, for needs(); `undefined` when they can. */
export async function missingContainerTools(): Promise<string | undefined> {
  const reason = leftOut();
  if (reason !== undefined) return reason;
  if (process.getuid?.() !== 0) return 'building images with chroot isolation needs root';
  for (const tool of ['buildah', 'docker-registry', 'openssl']) {
    if ((await findProgram(tool)) === '')
      return `${tool} is not installed; \`npm test\` installs it on Debian`;
  }
  return undefined;
}

/** A folder in which buildah works, without a daemon and user namespaces. */
export interface Buildah {
  readonly env: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

/** Keeps everything in the folder, which it makes. */
export async function makeBuildah(folder: string): Promise<Buildah> {
  await mkdir(folder, { recursive: true });
  const at = (name: string): string => path.join(folder, name);
  driver ??= chooseDriver();
  const settings = [
    '[storage]',
    `driver = "${await driver}"`,
    `graphroot = ${JSON.stringify(at('images'))}`,
    `runroot = ${JSON.stringify(at('run'))}`,
    '[storage.options.overlay]',
    // Otherwise the folder stays mounted, and can't be removed.
    'skip_mount_home = "true"',
  ];
  await writeFile(at('storage.conf'), `${settings.join('\n')}\n`);
  // The file must exist even for a push to a file.
  await writeFile(at('auth.json'), '{}');
  return {
    env: {
      BUILDAH_ISOLATION: 'chroot',
      CONTAINERS_STORAGE_CONF: at('storage.conf'),
      REGISTRY_AUTH_FILE: at('auth.json'),
    },
    remove: async () => {
      await unmountBelow(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Unmounts what failed builds left mounted below the folder. */
async function unmountBelow(folder: string): Promise<void> {
  const lines = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
  const mounts = lines
    .map((line) => line.split(' ')[1] ?? '')
    .filter((place) => place.startsWith(`${folder}/`));
  if (mounts.length > 0) await runProcess('umount', mounts.reverse());
}

let driver: Promise<'overlay' | 'vfs'> | undefined;

/**
 * Tries whether layers can be overlaid, which takes seconds. Copying them takes a minute, but inside a container only
 * that works.
 */
async function chooseDriver(): Promise<'overlay' | 'vfs'> {
  const folder = await mkdtemp(path.join(tmpdir(), 'archc-overlay-'));
  const trial = `cd "$0" && mkdir lower upper work merged &&
    mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged && umount merged`;
  const { code } = await runProcess('sh', ['-c', trial, folder]);
  await rm(folder, { recursive: true, force: true });
  return code === 0 ? 'overlay' : 'vfs';
}
