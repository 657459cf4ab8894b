import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { allOf } from '../../diagnostics/enumerate.ts';
import { quoted, UsageError } from '../usage-error.ts';
import { readText } from './read-text.ts';
import { reason } from './reason.ts';
import { writeFile } from './write-file.ts';

/** How many characters of a file may stand before its mark. */
const near = 300;

/** What is drawn. */
interface Pictures {
  /** The names of their files. */
  readonly names: readonly string[];
  /** A text near the beginning of each: how one is known that is replaced. */
  readonly mark: string;
}

/**
 * The files for pictures, which may replace only earlier ones. One picture is written to the path itself, unless that is a
 * folder.
 */
export function placePictures(output: string, { names, mark }: Pictures): readonly string[] {
  const isFolder = names.length > 1 || kindOf(output) === 'folder' || output.endsWith('/');
  if (isFolder && kindOf(output) === 'file')
    throw new UsageError(`--output ${quoted(output)} is a file: name a folder, for ${allOf(names)}`);
  const places = isFolder ? names.map((name) => join(output, name)) : [output];
  for (const place of places) demandPicture(place, mark);
  return places;
}

function demandPicture(file: string, mark: string): void {
  const kind = kindOf(file);
  if (kind === 'nothing') return;
  if (kind === 'file' && readText(file).slice(0, near).includes(mark)) return;
  throw new UsageError(
    `cannot write the picture to ${file}: it exists and is no picture of this format; choose another name, or delete it first`,
  );
}

function kindOf(path: string): 'nothing' | 'file' | 'folder' | 'other' {
  try {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (!entry) return 'nothing';
    if (entry.isFile()) return 'file';
    return entry.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    throw new UsageError(`cannot write to ${path}: ${reason(error)}`);
  }
}

export function writePictures(places: readonly string[], texts: readonly string[]): void {
  places.forEach((place, index) => {
    writeFile(place, texts[index] ?? '');
  });
}
