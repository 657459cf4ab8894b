import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { attributesName } from '../../phases/git-attributes.ts';
import type { Artifact } from '../../phases/results.ts';
import { UsageError } from '../usage-error.ts';
import { reason } from './reason.ts';

export interface FileChange {
  readonly path: string;
  readonly change: 'created' | 'updated' | 'unchanged' | 'removed';
}

/** All files that archc writes. Those that a spec no longer has are removed from its folder. */
const names = ['shared.yaml', 'backend.yaml', 'build.sh'];

/** What writing would change in the spec's folder below the output folder. Changes nothing. */
export function planArtifacts(
  output: string,
  name: string,
  artifacts: readonly Artifact[],
): readonly FileChange[] {
  const folder = join(output, name);
  const stale = names.filter((each) => !artifacts.some((artifact) => artifact.name === each));
  return inFolder(folder, () => {
    refuseOutside(output, folder);
    return [
      ...artifacts.map((artifact) => ({
        path: join(folder, artifact.name),
        change: changeOf(folder, artifact),
      })),
      ...stale.flatMap((each): FileChange[] => {
        const path = join(folder, each);
        return fileAt(path) ? [{ path, change: 'removed' }] : [];
      }),
    ];
  });
}

/**
 * Writes what differs. All files are first written beside their places, then each replaces the old one as a whole.
 */
export function writeArtifacts(
  output: string,
  name: string,
  artifacts: readonly Artifact[],
): readonly FileChange[] {
  const folder = join(output, name);
  const changes = planArtifacts(output, name, artifacts);
  const differing = artifacts.filter((_, index) => changes[index]?.change !== 'unchanged');
  const waiting = differing.map((artifact) => {
    const path = join(folder, artifact.name);
    return { path, temporary: `${path}.${process.pid}.tmp`, artifact };
  });
  return inFolder(folder, () => {
    try {
      mkdirSync(folder, { recursive: true });
      for (const { temporary, artifact } of waiting) writeNew(temporary, artifact);
      for (const { path, temporary } of waiting) renameSync(temporary, path);
      for (const { path, change } of changes) if (change === 'removed') rmSync(path);
    } catch (error) {
      for (const { temporary } of waiting) rmSync(temporary, { force: true });
      throw error;
    }
    return changes;
  });
}

/** Reports errors of the file system in plain words. */
function inFolder<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write to ${folder}: ${reason(error)}`);
  }
}

function writeNew(path: string, { text, executable }: Artifact): void {
  // The umask takes away what others may not do; the owner can run the script all the same.
  writeFileSync(path, text, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
  if (!executable || process.platform === 'win32') return;
  const { mode } = lstatSync(path);
  if ((mode & 0o100) === 0) chmodSync(path, (mode & 0o777) | 0o100);
}

function changeOf(folder: string, { name, text, executable }: Artifact): FileChange['change'] {
  const path = join(folder, name);
  const file = fileAt(path);
  if (!file) return 'created';
  // One that exists may be the user's.
  if (name === attributesName) return 'unchanged';
  const same = readFileSync(path, 'utf8') === text && (!executable || isExecutable(file));
  return same ? 'unchanged' : 'updated';
}

/** Windows has no such mode, so there it is never missing. */
function isExecutable({ mode }: Stats): boolean {
  return process.platform === 'win32' || (mode & 0o100) !== 0;
}

function fileAt(path: string): Stats | undefined {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file && !file.isFile()) throw new UsageError(`cannot write ${path}: it exists and is not a file`);
  return file;
}

/** Throws when a symbolic link leads the spec's folder out of the output folder. */
function refuseOutside(output: string, folder: string): void {
  const existing = lstatSync(folder, { throwIfNoEntry: false });
  if (existing && !existing.isSymbolicLink() && !existing.isDirectory()) {
    throw new UsageError(`cannot write to ${folder}: it is not a folder`);
  }
  if (existing?.isSymbolicLink() !== true && dirname(resolve(folder)) === resolve(output)) return;
  if (existing && dirname(realpathSync(folder)) === realpathSync(output)) return;
  throw new UsageError(`cannot write to ${folder}: it leads outside ${output}`);
}
