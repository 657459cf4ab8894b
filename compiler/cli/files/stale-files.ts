import { lstatSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { attributesName, gitAttributes, originIn } from '../../phases/git-attributes.ts';
import { readText } from './read-text.ts';
import { artifactNames } from './write-artifacts.ts';
import type { FileChange } from './write-artifacts.ts';

/**
 * What an earlier compilation of the spec has left in other folders: those of environments that it no longer has, or of
 * a spec that had none. Only a folder whose attributes say that it comes from this spec counts.
 *
 * @param folders those that the spec is compiled to now, below the output folder: `todo`, `todo/dev`
 */
export function staleFiles(spec: string, output: string, folders: readonly string[]): readonly FileChange[] {
  const [top = ''] = folders.map((folder) => folder.split('/')[0] ?? '');
  const earlier = [top, ...subfolders(join(output, top)).map((name) => `${top}/${name}`)];
  return earlier
    .filter((folder) => !folders.includes(folder))
    .flatMap((folder) => filesFrom(spec, join(output, folder)))
    .map((path) => ({ path, change: 'removed' }));
}

/** Removes them, and the folders that are empty then. */
export function removeStale(stale: readonly FileChange[]): void {
  for (const { path } of stale) rmSync(path, { force: true });
  for (const folder of new Set(stale.map(({ path }) => join(path, '..')))) {
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

function filesFrom(spec: string, folder: string): readonly string[] {
  const attributes = join(folder, attributesName);
  if (spec === '-' || !isFile(attributes)) return [];
  const text = readText(attributes);
  const origin = originIn(text);
  if (origin === undefined || resolve(folder, origin) !== resolve(spec)) return [];
  if (isPreview(join(folder, 'backend.yaml'))) return [];
  // Attributes to which somebody has added something stay.
  const isOwn = text === gitAttributes(origin).text;
  return [...artifactNames, ...(isOwn ? [attributesName] : [])]
    .map((name) => join(folder, name))
    .filter(isFile);
}

/** A preview is compiled by itself, and stays until somebody removes it. */
function isPreview(template: string): boolean {
  return isFile(template) && /^Description: .*, preview /m.test(readText(template));
}

/** A link may lead anywhere, so none is followed. */
function subfolders(folder: string): readonly string[] {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
