import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { leftOut } from '../needs.ts';

const run = promisify(execFile);

/** Where `install-mysql.ts` unpacks a server, and where initialised data directories are kept. */
export const mysqlTools = path.resolve(import.meta.dirname, '../../../build/tools/mysql');

export const dockerImage = 'mysql:8.4';

/** A MySQL server, 8.0 or newer, that the tests can use. */
export type MysqlInstall =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'program'; readonly command: readonly string[]; readonly version: string }
  | { readonly kind: 'docker'; readonly image: string };

/**
 * The first of these that exists: the server at ARCHC_TEST_MYSQL_URL, a mysqld on the PATH, the one unpacked by
 * `install-mysql.ts`, a Docker image. Otherwise the reason why none can be used.
 */
export async function findMysql(): Promise<MysqlInstall | string> {
  const reason = leftOut();
  if (reason !== undefined) return reason;
  const url = process.env.ARCHC_TEST_MYSQL_URL;
  if (url) return { kind: 'url', url };
  return (
    (await findProgram(['mysqld'])) ??
    (await findUnpacked()) ??
    (await findDocker()) ??
    'no MySQL server: run "npx tsx test/support/mysql/install-mysql.ts", or put a MySQL 8 mysqld on the PATH'
  );
}

async function findProgram(command: readonly string[]): Promise<MysqlInstall | undefined> {
  const [program = '', ...rest] = command;
  const { stdout } = await run(program, [...rest, '--version']).catch(() => ({ stdout: '' }));
  const [, version] = /Ver (\d+\.\d+\.\d+)/.exec(stdout) ?? [];
  // MariaDB lacks utf8mb4_0900_ai_ci and user attributes.
  if (!version || stdout.includes('MariaDB') || Number.parseInt(version) < 8) return undefined;
  return { kind: 'program', command, version };
}

/** The unpacked server may be newer than the machine, so it runs with the C library that was unpacked with it. */
async function findUnpacked(): Promise<MysqlInstall | undefined> {
  const usr = path.join(mysqlTools, 'root/usr');
  if (!(await exists(path.join(usr, 'sbin/mysqld')))) return undefined;
  const [triplet = ''] = await entries(path.join(usr, 'lib'), /-linux-gnu/);
  const folders = [path.join(usr, 'lib64'), path.join(usr, 'lib'), path.join(usr, 'lib', triplet)];
  for (const folder of folders) {
    const [loader] = await entries(folder, /^ld-linux.*\.so\.\d$/);
    if (loader === undefined) continue;
    const libraries = [path.join(usr, 'lib', triplet), path.join(usr, 'lib/mysql/private')].join(':');
    const command = [path.join(folder, loader), '--library-path', libraries, path.join(usr, 'sbin/mysqld')];
    return findProgram([...command, '--no-defaults', `--basedir=${usr}`]);
  }
  return undefined;
}

async function findDocker(): Promise<MysqlInstall | undefined> {
  const found = await succeeds('docker', ['image', 'inspect', dockerImage]);
  return found ? { kind: 'docker', image: dockerImage } : undefined;
}

export async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  return run(program, args).then(
    () => true,
    () => false,
  );
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function entries(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => pattern.test(name)).sort();
}
