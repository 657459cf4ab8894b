import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { dockerImage, findMysql, mysqlTools, succeeds } from './find-mysql.ts';

const run = promisify(execFile);

/** Installs a server for findMysql() where that is possible. Resolves to a sentence about what it did. */
export async function installMysql(): Promise<string> {
  const found = await findMysql();
  if (typeof found === 'object') return `MySQL is there (${found.kind})`;
  if (await isDebianRoot()) {
    await unpack();
    return 'MySQL was unpacked from the Debian archive';
  }
  if (await succeeds('docker', ['pull', dockerImage])) return `MySQL was pulled as ${dockerImage}`;
  return found;
}

async function isDebianRoot(): Promise<boolean> {
  const isRoot = process.getuid?.() === 0;
  return (
    isRoot &&
    access('/etc/debian_version').then(
      () => true,
      () => false,
    )
  );
}

/** Unpacks the server and all its libraries, without installing them on the machine. */
async function unpack(): Promise<void> {
  if (!(await succeeds('mmdebstrap', ['--version']))) {
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'mmdebstrap']);
  }
  await mkdir(mysqlTools, { recursive: true });
  const fresh = await mkdtemp(path.join(mysqlTools, 'unpacking-'));
  try {
    const root = path.join(fresh, 'root');
    await run('mmdebstrap', [
      '--variant=extract',
      // An older machine's mirror may be a snapshot, whose index has expired.
      '--aptopt=Acquire::Check-Valid-Until "false"',
      '--include=mysql-server-core',
      'sid',
      root,
      await readMirror(),
    ]);
    await rename(root, path.join(mysqlTools, 'root')).catch(async (error: unknown) => {
      if (typeof (await findMysql()) === 'string') throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The archive that the machine's own packages come from. */
async function readMirror(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(ORIGIN) $(RELEASE) $(REPO_URI)']);
  const sources = stdout.split('\n').map((line) => line.split(' '));
  const [, , mirror] =
    sources.find(([origin, release]) => origin === 'Debian' && !release?.includes('-')) ?? [];
  if (!mirror) throw new Error('apt has no Debian archive among its sources');
  return mirror;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${await installMysql()}\n`);
}
