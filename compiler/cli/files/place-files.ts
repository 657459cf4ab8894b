import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export interface NewFile {
  readonly name: string;
  readonly text: string;
  readonly executable?: boolean;
}

type Move = (from: string, to: string) => void;

/** A file that waits for its place, with the number of the process that wrote it: `.archc-4711-build.sh`. */
const waiting = /^\.archc-(\d+)-/;

/**
 * Writes files into a folder, which is made. Each is first written under another name and then moved, so that it is there
 * as a whole, old or new, even when the process is killed.
 */
export function replaceFiles(folder: string, files: readonly NewFile[]): void {
  place(folder, files, renameSync);
}

/** The same for files that don't exist yet. For one that does, the error has the code EEXIST. */
export function createFiles(folder: string, files: readonly NewFile[]): void {
  place(folder, files, moveToNew);
}

/** Removes what killed processes have left in a folder. */
export function removeLeftovers(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, id] = waiting.exec(name) ?? [];
    if (id !== undefined && !isAnother(Number(id))) discard(join(folder, name));
  }
}

/** None for a folder that is missing, or may not be read. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function place(folder: string, files: readonly NewFile[], move: Move): void {
  const missing = missingFolders(folder);
  const temporary = ({ name }: NewFile) => join(folder, `.archc-${process.pid}-${name}`);
  try {
    if (missing.length > 0) mkdirSync(folder, { recursive: true });
    else removeLeftovers(folder);
    for (const file of files) writeNew(temporary(file), file);
    for (const file of files) move(temporary(file), join(folder, file.name));
  } catch (error) {
    for (const file of files) discard(temporary(file));
    removeEmpty(missing);
    throw error;
  }
}

function writeNew(path: string, { text, executable }: NewFile): void {
  // The umask takes away what others may not do; the owner can run the script all the same.
  writeFileSync(path, text, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
  if (!executable || process.platform === 'win32') return;
  const { mode } = lstatSync(path);
  if ((mode & 0o100) === 0) chmodSync(path, (mode & 0o777) | 0o100);
}

/** A link, unlike a rename, fails when the file exists. Some file systems have no links. */
function moveToNew(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (lstatSync(to, { throwIfNoEntry: false })) throw error;
    renameSync(from, to);
  }
  discard(from);
}

/** Whether another process of that number runs. */
function isAnother(id: number): boolean {
  if (id === process.pid) return false;
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What can't be removed now does no harm, and the next run removes it. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A failure here must not hide an earlier one.
  }
}

/** The folder and those above it, as far as they don't exist; the deepest first. */
function missingFolders(folder: string): readonly string[] {
  const above = dirname(folder);
  return existsSync(folder) || above === folder ? [] : [folder, ...missingFolders(above)];
}

function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      rmdirSync(folder);
    } catch {
      // It was not made, or another program uses it.
    }
  }
}
