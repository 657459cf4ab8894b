import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchmarkRow } from '../../compiler/build/performance/benchmark.ts';
import { projectFolder } from '../../compiler/build/project-folder.ts';
import type { Meter } from './meter.ts';

export interface InstalledTarball {
  /** The command's file. */
  readonly archc: string;
  readonly rows: readonly BenchmarkRow[];
}

/** Packs the last build, and installs the tarball as a user does: into an empty folder, without a cache. */
export async function installTarball(
  meter: Meter,
  scratch: string,
  environment: NodeJS.ProcessEnv,
): Promise<InstalledTarball> {
  const folder = join(scratch, 'installed');
  mkdirSync(folder);
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [packed] = JSON.parse(
    execFileSync('npm', pack, { cwd: projectFolder, env: environment, encoding: 'utf8' }),
  ) as [{ readonly filename: string; readonly size: number }];
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const cache = join(scratch, 'npm-cache');
  const command = ['npm', 'install', '--omit=dev', '--no-audit', '--no-fund', '--cache', cache];
  const { milliseconds } = await meter.run({
    command: [...command, join(folder, packed.filename)],
    folder,
    environment,
  });
  const modules = join(folder, 'node_modules');
  const tarball = `${(packed.size / 1e6).toFixed(1)} MB to download`;
  return {
    archc: join(modules, 'archc/build/archc.cjs'),
    rows: [
      {
        what: '`npm install` of the tarball',
        measured: countPackages(modules),
        unit: 'packages',
        must: 1,
        aim: 1,
      },
      { what: '... unpacked', measured: sizeOf(modules) / 1e6, unit: 'MB', must: 6, aim: 4, beside: tarball },
      { what: '... without a cache', measured: milliseconds / 1000, unit: 's' },
    ],
  };
}

function countPackages(modules: string): number {
  const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as { packages: object };
  return Object.keys(lock.packages).length;
}

/** The bytes of the files in a folder. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
