import { existsSync, lstatSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';

/** What the system says, in plain words, and what to do. */
type Words = readonly [reason: string, advice: string];

/**
 * By the codes of the system's calls that archc makes: https://man7.org/linux/man-pages/man2/open.2.html and the pages of
 * read, write, close, stat, getdents, readlink, rename, mkdir, unlink, chmod and getcwd.
 */
export const reasons: Readonly<Record<string, Words>> = {
  EACCES: ['permission denied', 'ask its owner for access, or choose another place'],
  EBADF: ['it is closed', 'leave it open, or name a file'],
  EBUSY: ['another program uses it', 'end that program, and try again'],
  EDQUOT: ['your share of the disk is used up', 'delete what you no longer need'],
  EEXIST: ['it exists already', 'choose another name, or delete it first'],
  EFBIG: ['files may not be that large here', 'raise the limit that "ulimit -f" shows'],
  EINVAL: ['the file system does not take this name or operation', 'choose another name or place'],
  EIO: ['the disk, or the connection to it, fails', 'check the disk'],
  EISDIR: ['it is a folder', 'name a file'],
  ELOOP: ['its symbolic links lead in a circle', 'correct the links'],
  EMFILE: ['archc may not open more files', 'raise the limit that "ulimit -n" shows'],
  EMLINK: ['its folder can hold no more folders', 'choose another place'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter name or place'],
  ENFILE: ['this machine has too many files open', 'end other programs'],
  ENODEV: ['its device is missing', 'connect the device, or choose another place'],
  ENOENT: ['no such file', 'check the path'],
  ENOMEM: ['no memory is left', 'end other programs'],
  ENOSPC: ['no space left', 'make room on the disk'],
  ENOTCONN: ['the connection to its file system is broken', 'mount it again'],
  ENOTDIR: ['a part of the path is not a folder', 'check the path'],
  ENOTEMPTY: ['a folder of that name is not empty', 'choose another name, or delete it first'],
  ENXIO: ['it is a socket or a device that nobody serves', 'name a file'],
  EOPNOTSUPP: ['its file system cannot do that', 'choose another place'],
  EOVERFLOW: ['it is too large for this system', 'name another file'],
  EPERM: ['the system does not allow it', 'check the attributes of the file and of its file system'],
  EPIPE: ['the program that reads it has ended', 'let that program read to the end'],
  ERANGE: ['the name is too long', 'choose a shorter name or place'],
  EROFS: ['the file system is read-only', 'choose another place'],
  ESTALE: ['the server of its file system has lost it', 'change to the folder again'],
  ETIMEDOUT: ['the server of its file system does not answer', 'try again'],
  ETXTBSY: ['it is a program that runs', 'end that program, and try again'],
  EXDEV: ['its folder spans two file systems', 'choose another place'],
};

/** Why a call of the system failed, and what to do; the system's own words for a code that has no others. */
export function reason(error: unknown): string {
  const { code = '', message, path } = error as NodeJS.ErrnoException;
  const words = code === 'ENOENT' ? missing(path) : reasons[code];
  // "EFOO: what is wrong, open 'file'"
  return words?.join('; ') ?? message.replace(/^[A-Z0-9_]+: /, '').replace(/, \w+( '.*')?$/s, '');
}

/** Not everything that is missing is a misspelt path. */
function missing(path: string | undefined): Words | undefined {
  const isRelative = path === undefined || !isAbsolute(path);
  if (isRelative && !hasCurrentFolder())
    return ['the current folder no longer exists', 'change to another one'];
  if (path?.includes('\ufffd')) {
    return ['its name is not UTF-8, or it does not exist', 'rename it'];
  }
  return path !== undefined && [path, ...foldersOf(path)].some(isBrokenLink)
    ? ['a symbolic link leads to a file that does not exist', 'correct the link']
    : reasons['ENOENT'];
}

/** From the nearest to the farthest. */
function foldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersOf(folder)];
}

function isBrokenLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink() && !existsSync(path);
  } catch {
    return false;
  }
}

/** Whether the current folder is there, and every path that is relative to it. */
export function hasCurrentFolder(): boolean {
  try {
    process.cwd();
    return true;
  } catch {
    return false;
  }
}

/** Whether the system refused something to archc, which is no bug. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}

/** What the system refused, for an error that no command expects. */
export function wordSystemError(error: NodeJS.ErrnoException): string {
  const { syscall = '', path } = error;
  if (syscall === 'uv_cwd')
    return error.code === 'ENOENT' ? reason(error) : `the current folder cannot be used: ${reason(error)}`;
  return `the system refuses ${syscall}${path === undefined ? '' : ` of ${path}`}: ${reason(error)}`;
}
