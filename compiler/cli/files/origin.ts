import { statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { attributesName, originIn } from '../../phases/git-attributes.ts';
import { parse } from '../../phases/parse.ts';
import { valueAt } from '../../spec/path.ts';
import { isBelow } from './is-below.ts';
import { hasCurrentFolder } from './reason.ts';
import { readText } from './read-text.ts';
import { readSource } from './read-source.ts';

/**
 * The path from a spec's output folder to the spec, the same on every machine; nothing when one of them is outside of
 * the current folder, or the spec comes from standard input.
 */
export function originOf(spec: string, folder: string): string | undefined {
  if (spec === '-' || /[\r\n]/.test(spec) || !hasCurrentFolder()) return undefined;
  if (![spec, folder].every((path) => isBelow(path, '.'))) return undefined;
  return relative(folder, spec).split(sep).join('/');
}

/** Another spec that the files in the folder come from, if it still exists and still has the same name. */
export function otherOrigin(spec: string, folder: string, name: string): string | undefined {
  const attributes = join(folder, attributesName);
  if (spec === '-' || !isFile(attributes)) return undefined;
  const origin = originIn(readText(attributes));
  if (origin === undefined) return undefined;
  const other = join(folder, origin);
  if (resolve(other) === resolve(spec) || !isFile(other)) return undefined;
  const parsed = parse(readSource(other));
  return parsed.ok && valueAt(parsed.value.data, ['name']) === name ? other : undefined;
}

/** Nothing that may not be looked at is. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
