import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Schema } from '../spec/schema.ts';
import type { TemplateNode } from '../template/node.ts';
import { readFragment } from '../template/read.ts';

/** A module's fragments, `<module>/<stack>/<name>` to its tree. */
export function readFragments(folder: string, module: string): Record<string, TemplateNode> {
  const fragments: Record<string, TemplateNode> = {};
  for (const stack of ['shared', 'backend']) {
    if (!existsSync(join(folder, stack))) continue;
    for (const file of readdirSync(join(folder, stack)).sort()) {
      const path = join(folder, stack, file);
      fragments[`${module}/${stack}/${file.replace(/\.yaml$/, '')}`] = readFragment(
        readFileSync(path, 'utf8'),
        path,
      );
    }
  }
  return fragments;
}

export function readSchema(file: string): Schema {
  return JSON.parse(read(file, 'it describes the settings')) as Schema;
}

/** The page about a runtime or option. */
export function readPage(folder: string): string {
  return read(
    join(folder, 'README.md'),
    'every runtime and option needs a page that says what it does and costs, with an example',
  );
}

/** A file that a runtime or option needs and doesn't have. */
export class MissingFile extends Error {}

function read(file: string, why: string): string {
  if (!existsSync(file)) throw new MissingFile(`${relative('', file)} is missing: ${why}`);
  return readFileSync(file, 'utf8');
}
