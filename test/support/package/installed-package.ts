import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uncounted } from '../../coverage/uncounted.ts';
import '../built.ts';
import { leftOut } from '../needs.ts';
import { runProcess } from '../terminal/run-process.ts';

export interface InstalledPackage {
  /** An empty project that has installed the package from its tarball. */
  readonly folder: string;
  readonly packed: PackedPackage;
}

export interface PackedPackage {
  readonly filename: string;
  /** The tarball's size in bytes; `unpackedSize` is that of its content. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

let installed: Promise<InstalledPackage> | undefined;

/** The package of the last build, installed once per run of the tests; or the reason why it is left out. */
export async function installPackage(): Promise<InstalledPackage | string> {
  const reason = leftOut();
  if (reason !== undefined) return reason;
  installed ??= install();
  return installed;
}

/** Without a network, and without packages that npm has kept: the tarball is all that it takes. */
async function install(): Promise<InstalledPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'archc-package-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  // Packs the last build, which is up to date, without running scripts.
  const env = { ...process.env, ...uncounted };
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { code, stdout, stderr } = await runProcess('npm', pack, { env });
  if (code !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [packed] = JSON.parse(stdout) as [PackedPackage];
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = [
    '--ignore-scripts',
    '--offline',
    '--cache',
    join(folder, 'cache'),
    '--no-audit',
    '--no-fund',
  ];
  const result = await runProcess('npm', ['install', ...options, packed.filename], { cwd: folder, env });
  if (result.code !== 0) throw new Error(`npm install failed: ${result.stderr}`);
  rmSync(join(folder, packed.filename));
  return { folder, packed };
}
