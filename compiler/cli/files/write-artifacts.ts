import { lstatSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { attributesName } from '../../phases/git-attributes.ts';
import type { Artifact } from '../../phases/results.ts';
import { UsageError } from '../usage-error.ts';
import { isBelow } from './is-below.ts';
import { removeLeftovers, replaceFiles } from './place-files.ts';
import { reason } from './reason.ts';

export interface FileChange {
  readonly path: string;
  readonly change: 'created' | 'updated' | 'unchanged' | 'removed';
}

/** All files that archc writes. Those that a spec no longer has are removed from its folder. */
export const artifactNames = ['shared.yaml', 'backend.yaml', 'build.sh'];

/** What writing would change in the spec's folder below the output folder. Changes nothing. */
export function planArtifacts(
  output: string,
  name: string,
  artifacts: readonly Artifact[],
): readonly FileChange[] {
  return compare(
    output,
    name,
    artifacts,
    (path, artifact) => hasText(path, artifact) && hasMode(path, artifact),
  );
}

type Same = (path: string, artifact: Artifact) => boolean;

function compare(
  output: string,
  name: string,
  artifacts: readonly Artifact[],
  isSame: Same,
): readonly FileChange[] {
  const folder = join(output, name);
  const stale = artifactNames.filter((each) => !artifacts.some((artifact) => artifact.name === each));
  return inFolder(folder, () => {
    refuseOutside(output, folder);
    return [
      ...artifacts.map((artifact) => {
        const path = join(folder, artifact.name);
        return { path, change: changeOf(path, artifact, isSame) };
      }),
      ...stale.flatMap((each): FileChange[] => {
        const path = join(folder, each);
        return isThere(path) ? [{ path, change: 'removed' }] : [];
      }),
    ];
  });
}

/** How often two processes that write to one folder may undo each other's work. Each time takes milliseconds. */
const mostTries = 100;

/** Writes what differs. When two processes do it at once, all files are those of one of them in the end. */
export function writeArtifacts(
  output: string,
  name: string,
  artifacts: readonly Artifact[],
): readonly FileChange[] {
  const folder = join(output, name);
  const changes = planArtifacts(output, name, artifacts);
  return inFolder(folder, () => {
    let left = changes;
    for (let tries = 0; left.some(({ change }) => change !== 'unchanged'); tries += 1) {
      if (tries === mostTries)
        throw new UsageError(`cannot write to ${folder}: another program changes it too`);
      write(folder, artifacts, left);
      // Modes are set once: some file systems have none.
      left = compare(output, name, artifacts, hasText);
    }
    removeLeftovers(folder);
    return changes;
  });
}

function write(folder: string, artifacts: readonly Artifact[], changes: readonly FileChange[]): void {
  const differing = artifacts.filter((_, index) => changes[index]?.change !== 'unchanged');
  if (differing.length > 0) replaceFiles(folder, differing);
  for (const { path, change } of changes) if (change === 'removed') rmSync(path, { force: true });
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

function changeOf(path: string, artifact: Artifact, isSame: Same): FileChange['change'] {
  if (!isThere(path)) return 'created';
  // One that exists may be the user's.
  if (artifact.name === attributesName) return 'unchanged';
  return isSame(path, artifact) ? 'unchanged' : 'updated';
}

function hasText(path: string, { text }: Artifact): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch (error) {
    // Another process has just removed it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Windows has no such mode, so there it is never missing. */
function hasMode(path: string, { executable }: Artifact): boolean {
  return !executable || process.platform === 'win32' || (lstatSync(path).mode & 0o100) !== 0;
}

function isThere(path: string): boolean {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file && !file.isFile()) throw new UsageError(`cannot write ${path}: it exists and is not a file`);
  return file !== undefined;
}

/** Throws when a symbolic link leads the spec's folder, or the one that it is in, out of the output folder. */
function refuseOutside(output: string, folder: string): void {
  const above = dirname(folder);
  if (resolve(above) !== resolve(output)) {
    if (!isBelow(folder, output) || resolve(folder) === resolve(output)) throw outside(output, folder);
    refuseOutside(output, above);
  }
  const existing = lstatSync(folder, { throwIfNoEntry: false });
  if (existing && !existing.isSymbolicLink() && !existing.isDirectory()) {
    throw new UsageError(`cannot write to ${folder}: it is not a folder`);
  }
  if (existing?.isSymbolicLink() !== true) return;
  if (dirname(realpathSync(folder)) !== realpathSync(above)) throw outside(output, folder);
}

function outside(output: string, folder: string): UsageError {
  return new UsageError(`cannot write to ${folder}: it leads outside ${output}`);
}
