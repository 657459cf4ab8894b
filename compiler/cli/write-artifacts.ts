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
import type { Artifact } from '../model.ts';
import { reason } from './read-source.ts';
import { UsageError } from './usage-error.ts';

export type Change = 'created' | 'updated' | 'unchanged' | 'removed';

export interface FileChange {
  readonly path: string;
  readonly change: Change;
}

/** Every name that archc gives to a file; those that a spec no longer makes are removed from its folder. */
const names = ['shared.yaml', 'backend.yaml', 'build.sh'];

/** What writing would do to the spec's folder below the output folder. Nothing is touched. */
export function planArtifacts(
  output: string,
  name: string,
  artifacts: readonly Artifact[],
): readonly FileChange[] {
  const folder = join(output, name);
  refuseOutside(output, folder);
  const stale = names.filter((each) => !artifacts.some((artifact) => artifact.name === each));
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
}

/** Writes what differs. Each file is replaced as a whole, after all of them have been written beside their places. */
export function writeArtifacts(
  output: string,
  name: string,
  artifacts: readonly Artifact[],
): readonly FileChange[] {
  const folder = join(output, name);
  try {
    const changes = planArtifacts(output, name, artifacts);
    mkdirSync(folder, { recursive: true });
    const waiting = artifacts.flatMap((artifact, index) => {
      if (changes[index]?.change === 'unchanged') return [];
      const path = join(folder, artifact.name);
      return [{ path, temporary: writeTemporary(path, artifact) }];
    });
    for (const { path, temporary } of waiting) renameSync(temporary, path);
    for (const { path, change } of changes) if (change === 'removed') rmSync(path);
    return changes;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write to ${folder}: ${reason(error)}`);
  }
}

function writeTemporary(path: string, { text, executable }: Artifact): string {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    if (executable) chmodSync(temporary, 0o755);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return temporary;
}

function changeOf(folder: string, { name, text, executable }: Artifact): Change {
  const path = join(folder, name);
  const file = fileAt(path);
  if (!file) return 'created';
  const same = readFileSync(path, 'utf8') === text && (!executable || (file.mode & 0o100) !== 0);
  return same ? 'unchanged' : 'updated';
}

function fileAt(path: string): Stats | undefined {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file && !file.isFile())
    throw new UsageError(`cannot write ${path}: something that is not a file is there`);
  return file;
}

/** A symbolic link could lead a spec's folder out of the output folder. */
function refuseOutside(output: string, folder: string): void {
  const existing = lstatSync(folder, { throwIfNoEntry: false });
  if (existing && !existing.isSymbolicLink() && !existing.isDirectory()) {
    throw new UsageError(`cannot write to ${folder}: it is not a folder`);
  }
  if (existing?.isSymbolicLink() !== true && dirname(resolve(folder)) === resolve(output)) return;
  if (existing && dirname(realpathSync(folder)) === realpathSync(output)) return;
  throw new UsageError(`cannot write to ${folder}: it leads outside ${output}`);
}
