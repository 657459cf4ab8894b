import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findProgram } from './build-site.ts';

/** Why no image can be built and pushed here, if none can: the reason for needs(). */
export async function missingContainerTools(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'building images with chroot isolation needs root';
  for (const tool of ['buildah', 'docker-registry', 'openssl']) {
    if ((await findProgram(tool)) === '')
      return `${tool} is not installed; \`npm test\` installs it on Debian`;
  }
  return undefined;
}

/** The environment in which buildah keeps everything in the folder, and needs no daemon and no user namespaces. */
export async function makeBuildahEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  await mkdir(folder, { recursive: true });
  const storage = path.join(folder, 'storage.conf');
  const inFolder = (name: string): string => JSON.stringify(path.join(folder, name));
  await writeFile(
    storage,
    `[storage]\ndriver = "vfs"\ngraphroot = ${inFolder('images')}\nrunroot = ${inFolder('run')}\n`,
  );
  return {
    BUILDAH_ISOLATION: 'chroot',
    CONTAINERS_STORAGE_CONF: storage,
    REGISTRY_AUTH_FILE: path.join(folder, 'auth.json'),
  };
}
