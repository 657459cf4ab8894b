import { UsageError } from '../usage-error.ts';
import { exists, readText } from './read-text.ts';
import { reason } from './reason.ts';

/** How a repository installs archc, and how its workflows run it. */
export interface PackageManager {
  readonly name: string;
  readonly lockFile: string;
  /** Makes archc a development dependency. */
  readonly add: string;
  /** Commands that make a runner have it; a runner has npm. */
  readonly setUp: readonly string[];
  /** Installs what the lock file says, without the packages' own scripts. */
  readonly install: string;
  /** The installed archc, from the top of the repository. */
  readonly archc: string;
  /** Commands that make it `archc` in the steps after them. */
  readonly toPath: readonly string[];
  /** Commands that make it `archc` in the lines after them of one script. */
  readonly toShell: readonly string[];
  /** package.json does not say which version a runner gets. */
  readonly lacksVersion: boolean;
}

type Name = 'npm' | 'pnpm' | 'yarn' | 'bun';

interface Manifest {
  readonly packageManager?: unknown;
  readonly devEngines?: { readonly packageManager?: { readonly name?: unknown } };
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
}

/** By the files that npm and others write. */
const lockFiles: readonly (readonly [file: string, name: Name])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

/** The package managers that put the commands of packages there. */
const inModules = {
  archc: 'node_modules/.bin/archc',
  toPath: ['echo "$PWD/node_modules/.bin" >>"$GITHUB_PATH"'],
  toShell: ['export PATH="$PWD/node_modules/.bin:$PATH"'],
};

/** Yarn since version 2 may leave packages in their archives. */
const throughYarn = {
  archc: 'yarn run archc',
  toPath: [
    'mkdir "$RUNNER_TEMP/bin"',
    `printf '#!/bin/sh\\nexec yarn run archc "$@"\\n' >"$RUNNER_TEMP/bin/archc"`,
    'chmod +x "$RUNNER_TEMP/bin/archc"',
    'echo "$RUNNER_TEMP/bin" >>"$GITHUB_PATH"',
  ],
  toShell: ['archc() { yarn run archc "$@"; }'],
};

/** What package.json of the current folder names, or else what has written its lock file, or else npm. */
export function findPackageManager(): PackageManager {
  const manifest = readManifest();
  const { packageManager } = manifest;
  const [named = manifest.devEngines?.packageManager?.name, version] =
    /^(\w+)@(\d[\w.-]*)/.exec(String(packageManager))?.slice(1) ?? [];
  const found = lockFiles.filter(([file]) => exists(file));
  const name = lockFiles.find(([, each]) => each === named)?.[1] ?? onlyOne(found) ?? 'npm';
  const [lockFile] = found.find(([, each]) => each === name) ?? [];
  return describe(name, { lockFile, version });
}

/** Whether the repository has archc as a dependency, locked. */
export function dependsOnArchc({ lockFile }: PackageManager): boolean {
  const { dependencies = {}, devDependencies = {} } = readManifest();
  return exists(lockFile) && ('archc' in dependencies || 'archc' in devDependencies);
}

interface Found {
  readonly lockFile: string | undefined;
  readonly version: string | undefined;
}

function describe(name: Name, { lockFile, version }: Found): PackageManager {
  switch (name) {
    case 'npm':
      return {
        name,
        lockFile: lockFile ?? 'package-lock.json',
        add: 'npm install --save-dev archc',
        setUp: [],
        lacksVersion: false,
        install: 'npm ci --ignore-scripts',
        ...inModules,
      };
    case 'pnpm':
      return {
        name,
        lockFile: lockFile ?? 'pnpm-lock.yaml',
        add: 'pnpm add --save-dev archc',
        lacksVersion: version === undefined,
        setUp: ['corepack enable'],
        install: 'pnpm install --frozen-lockfile --ignore-scripts',
        ...inModules,
      };
    case 'yarn':
      return {
        name,
        lockFile: lockFile ?? 'yarn.lock',
        add: 'yarn add --dev archc',
        lacksVersion: version === undefined,
        setUp: ['corepack enable'],
        // Version 1 does not know the flags of its successors.
        ...(isFirstYarn(version)
          ? { install: 'yarn install --frozen-lockfile --ignore-scripts', ...inModules }
          : { install: 'yarn install --immutable --mode=skip-build', ...throughYarn }),
      };
    case 'bun':
      return {
        name,
        lockFile: lockFile ?? 'bun.lock',
        add: 'bun add --dev archc',
        lacksVersion: version === undefined,
        setUp: [`npm install --global bun@${version ?? '1'}`],
        install: 'bun install --frozen-lockfile --ignore-scripts',
        ...inModules,
      };
  }
}

/** If package.json names no version, the lock file shows it. A runner gets the first when nothing does. */
function isFirstYarn(version: string | undefined): boolean {
  if (version !== undefined) return version.startsWith('1.');
  if (exists('.yarnrc.yml')) return false;
  return !exists('yarn.lock') || readText('yarn.lock').includes('# yarn lockfile v1');
}

function onlyOne(found: typeof lockFiles): Name | undefined {
  const names = new Set(found.map(([, name]) => name));
  if (names.size > 1) {
    const files = found.map(([file]) => file).join(' and ');
    throw new UsageError(
      `this folder has ${files}: name the package manager in package.json, such as "packageManager": "${[...names][0]}@VERSION", or delete the file that is out of use`,
    );
  }
  return [...names][0];
}

function readManifest(): Manifest {
  if (!exists('package.json')) return {};
  const text = readText('package.json');
  try {
    return JSON.parse(text) as Manifest;
  } catch (error) {
    throw new UsageError(`cannot read package.json: ${reason(error)}`);
  }
}
