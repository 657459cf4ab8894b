import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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
  return JSON.parse(readFileSync(file, 'utf8')) as Schema;
}
