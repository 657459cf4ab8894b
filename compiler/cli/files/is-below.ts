import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is a folder itself, or below it, as both are written: no link is followed. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}
