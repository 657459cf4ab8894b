import { branchesOf, childSchema, dereference } from '../../compiler/spec/schema.ts';
import type { Schema } from '../../compiler/spec/schema.ts';
import { toolkit } from '../../compiler/toolkit.ts';

/** The schema of a setting on a runtime; nothing when it has no such setting. */
export function schemaOf(runtime: string, path: readonly string[]): Schema | undefined {
  const root = toolkit.schema;
  const open = path.reduce<Schema | undefined>(
    (schema, step) => schema && childSchema(on(runtime, schema), step),
    root,
  );
  return open && dereference(root, open);
}

function on(runtime: string, schema: Schema): Schema {
  return branchesOf(toolkit.schema, schema)?.schemas.get(runtime) ?? dereference(toolkit.schema, schema);
}
