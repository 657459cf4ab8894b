import type { Finding } from '../diagnostics/diagnostic.ts';
import type { SpecTree } from '../spec/model.ts';
import { valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { dereference, schemaAt } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';

export const previewPath: SpecPath = ['preview'];
export const domainPath: SpecPath = ['backend', 'domain'];
const databasePath: SpecPath = ['backend', 'database'];

/**
 * What speaks against a preview that the schema does not know. `merged` is its spec before its names are its own, and
 * `written` the spec that it is made of.
 */
export function previewFindings(
  preview: SpecTree,
  { merged, written }: { readonly merged: SpecTree; readonly written: SpecTree },
  schema: Schema,
): readonly Finding[] {
  return [...nameFindings(preview, schema), ...existingFindings(merged, written), ...domainFindings(merged)];
}

/** What a preview's name is part of. */
const names: readonly { readonly path: SpecPath; readonly what: string }[] = [
  { path: ['name'], what: 'Stacks of this preview are named after' },
  { path: ['stackNames', 'backend'], what: 'The stack of this preview is' },
  { path: [...databasePath, 'name'], what: 'The database of this preview is' },
  { path: [...databasePath, 'user'], what: 'The MySQL user of this preview is' },
];

/** Names that its own name makes longer than the schema allows. */
function nameFindings({ data, preview }: SpecTree, schema: Schema): readonly Finding[] {
  const { id = '' } = preview ?? {};
  return names.flatMap(({ path, what }): readonly Finding[] => {
    const name = valueAt(data, path);
    const { maxLength: most = Infinity } = dereference(schema, schemaAt(schema, path, data));
    if (typeof name !== 'string' || name.length <= most) return [];
    const left = most - name.length + id.length;
    const shorter =
      left > 0
        ? `a preview with a name of at most ${left} characters, or a shorter name here`
        : 'a shorter name here';
    return [
      {
        code: 'out-of-range',
        path,
        message: `${what} "${name}", which has ${name.length} characters, and ${most} are allowed`,
        hint: `Choose ${shorter}`,
      },
    ];
  });
}

/** A preview must not change the data of what it is a preview of, and nobody could drop its own part of it. */
function existingFindings(merged: SpecTree, written: SpecTree): readonly Finding[] {
  const path = [...databasePath, 'existing'];
  const isOwn = valueAt(written.data, [...previewPath, ...databasePath]) !== undefined;
  if (valueAt(merged.data, path) === undefined || isOwn) return [];
  return [
    {
      code: 'preview-database',
      path,
      at: 'key',
      message: 'A preview would read and write this existing database too',
      hint: 'Write "preview: { backend: { database: null } }" for previews without a database, or put "existing" with another database there',
    },
  ];
}

function domainFindings({ data }: SpecTree): readonly Finding[] {
  const path = [...domainPath, 'name'];
  const name = valueAt(data, path);
  if (typeof name !== 'string' || /^\*\./.test(name)) return [];
  return [
    {
      code: 'duplicate-name',
      path,
      message: `All previews would have the domain "${name}"`,
      hint: `Write "*.${name}": the name of each preview takes the place of the star`,
    },
  ];
}
