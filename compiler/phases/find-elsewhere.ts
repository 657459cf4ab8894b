import { fixedInEnvironments } from '../spec/fixed-in-environments.ts';
import type { SpecTree } from '../spec/model.ts';
import { isMapping, valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { settingsOf } from '../spec/possible.ts';
import type { Schema } from '../spec/schema.ts';
import { fits } from './respell.ts';
import { possibleAt } from './validate-branches.ts';

/**
 * The mapping that a setting belongs in, if it stands in another one: `shared.database` of a `restoreFrom` under `shared`.
 * `undefined` unless exactly one of the spec's mappings lacks it, and can have it with such a value.
 */
export function findElsewhere(
  key: string,
  value: unknown,
  { tree, root }: { readonly tree: SpecTree; readonly root: Schema },
): SpecPath | undefined {
  const hidden = tree.environment ? fixedInEnvironments : [];
  const [place, ...others] = mappingsIn(tree.data, root).filter(({ path, settings }) => {
    const setting = settings.get(key);
    if (!setting || (path.length === 0 && hidden.includes(key))) return false;
    return !Object.hasOwn(valueAt(tree.data, path) ?? {}, key) && fits(value, setting);
  });
  return others.length === 0 ? place?.path : undefined;
}

interface Mapping {
  readonly path: SpecPath;
  readonly settings: ReadonlyMap<string, Schema>;
}

/** The mappings whose keys the schema names. What stands below `environments` and `preview` has the same settings again. */
function mappingsIn(data: unknown, root: Schema, path: SpecPath = []): readonly Mapping[] {
  const mapping = valueAt(data, path);
  if (!isMapping(mapping)) return [];
  const settings = settingsOf(root, possibleAt(root, path, data).own);
  const below = Array.from(settings.keys()).filter(
    (key) => Object.hasOwn(mapping, key) && key !== 'environments' && key !== 'preview',
  );
  return [{ path, settings }, ...below.flatMap((key) => mappingsIn(data, root, [...path, key]))];
}
