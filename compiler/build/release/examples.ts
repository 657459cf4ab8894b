import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { attributesName } from '../../phases/git-attributes.ts';

/** A compiled file of an example spec. */
export interface ExampleFile {
  readonly example: string;
  /** Its name as archc writes it, such as `shared.yaml`. */
  readonly part: string;
  readonly path: string;
}

/** A release has no folders: dist/todo/shared.yaml is todo-shared.yaml there. */
export function assetName({ example, part }: ExampleFile): string {
  return `${example}-${part}`;
}

/**
 * What `archc compile` wrote: a folder for each example, beside whose files git finds its attributes. An example with
 * environments has a folder for each of them.
 */
export function readCompiled(folder: string, example = ''): readonly ExampleFile[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  return entries.flatMap((entry): readonly ExampleFile[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return readCompiled(path, example === '' ? entry.name : `${example}-${entry.name}`);
    return entry.name === attributesName ? [] : [{ example, part: entry.name, path }];
  });
}

/** The examples' files among all that a release carries. */
export function readReleased(folder: string): readonly ExampleFile[] {
  const names = readdirSync(folder).sort();
  return names.flatMap((name) => {
    const [, example, part] = /^(.+)-(shared\.yaml|backend\.yaml|build\.sh)$/.exec(name) ?? [];
    return example === undefined || part === undefined ? [] : [{ example, part, path: join(folder, name) }];
  });
}
