import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Shell } from '../aws/shell.ts';

/** Names a file: of one family, only the newest edition is kept. */
export interface CompiledName {
  /** The command, the bundle and its version, the machine and its version of V8. */
  readonly family: string;
  /** Another one for other contents of the bundle. */
  readonly edition: string;
}

/**
 * Files are read into the same memory, because memory that is new to the process takes as long as reading. It has more
 * room than any of them needs.
 */
const memory = Buffer.allocUnsafeSlow(8 * 1024 * 1024);

const days = 24 * 60 * 60 * 1000;
const keptFor = 30 * days;

/**
 * The folder for V8's compiled form of archc's code: `archc` in the user's cache folder. `undefined` when the user has
 * none, or when NODE_DISABLE_COMPILE_CACHE is set, with which node.js turns off its own.
 * https://specifications.freedesktop.org/basedir-spec/latest/, https://nodejs.org/api/cli.html
 */
export function cacheFolder(shell: Shell, platform: string): string | undefined {
  if ((shell['NODE_DISABLE_COMPILE_CACHE'] ?? '') !== '') return undefined;
  const home = folderIn(shell, 'HOME');
  const caches =
    platform === 'win32'
      ? folderIn(shell, 'LOCALAPPDATA')
      : (folderIn(shell, 'XDG_CACHE_HOME') ??
        (home && join(home, platform === 'darwin' ? 'Library/Caches' : '.cache')));
  return caches && join(caches, 'archc');
}

/** A relative one would depend on where the command is started. */
function folderIn(shell: Shell, name: string): string | undefined {
  const folder = shell[name];
  return folder !== undefined && isAbsolute(folder) ? folder : undefined;
}

/**
 * Reads what `writeCompiled` wrote. `undefined` when there is none, when another user could have written it, or when it
 * is damaged, because V8 runs what it reads without looking at it.
 */
export function readCompiled(folder: string, name: CompiledName): Buffer | undefined {
  try {
    if (!isOurs(lstatSync(folder))) return undefined;
    const descriptor = openSync(join(folder, fileName(name)), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const stats = fstatSync(descriptor);
      return isOurs(stats) ? readTwice(descriptor, stats.size / 2) : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/** The file's bytes, until the next file is read. */
export function readAll(descriptor: number): Buffer {
  return memory.subarray(0, readSync(descriptor, memory));
}

/** Whether nobody but this user can have written it. */
function isOurs(stats: Stats): boolean {
  return belongsToUs(stats) && (process.platform === 'win32' || (stats.mode & 0o022) === 0);
}

/** Windows has no numbers for users; there the folder is the user's own. */
function belongsToUs({ uid }: Stats): boolean {
  return process.getuid === undefined || uid === process.getuid();
}

const chunk = 64 * 1024;

/**
 * The code stands in its file twice, so that damage is noticed: V8 would crash. Comparing takes no time, but to load what
 * computes checksums takes 2 ms, a twentieth of node's own start. The second one is read in parts, into the same memory.
 */
function readTwice(descriptor: number, size: number): Buffer | undefined {
  if (!Number.isInteger(size) || size === 0 || size + chunk > memory.length) return undefined;
  if (readSync(descriptor, memory, 0, size, 0) !== size) return undefined;
  for (let start = 0; start < size; start += chunk) {
    const end = Math.min(start + chunk, size);
    if (readSync(descriptor, memory, size, end - start, size + start) !== end - start) return undefined;
    if (memory.compare(memory, start, end, size, size + end - start) !== 0) return undefined;
  }
  return memory.subarray(0, size);
}

/** Writes compiled code as a whole, and removes what it replaces. A command never fails because of it. */
export function writeCompiled(folder: string, name: CompiledName, code: Buffer): void {
  const temporary = join(folder, `${fileName(name)}.${process.pid}`);
  try {
    makeFolder(folder);
    if (!isOurs(lstatSync(folder))) return;
    writeFileSync(temporary, Buffer.concat([code, code]), { flag: 'wx', mode: 0o600 });
    renameSync(temporary, join(folder, fileName(name)));
    removeOld(folder, name);
  } catch {
    discard(temporary);
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder can't be read.
  }
}

/** Not in the home of another user, as root has it after `sudo`. */
function makeFolder(folder: string): void {
  const parent = join(folder, '..');
  const nearest = statSync(parent, { throwIfNoEntry: false }) ?? statSync(join(parent, '..'));
  if (belongsToUs(nearest)) mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Other editions are of other builds of the same version. */
function removeOld(folder: string, name: CompiledName): void {
  const oldest = Date.now() - keptFor;
  for (const each of readdirSync(folder)) {
    const file = join(folder, each);
    const isReplaced = each.startsWith(`${name.family}-`) && each !== fileName(name);
    if (isReplaced || lstatSync(file).mtimeMs < oldest) rmSync(file, { force: true });
  }
}

function fileName({ family, edition }: CompiledName): string {
  return `${family}-${edition}`;
}
