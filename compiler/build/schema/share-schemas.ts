import { isMapping } from '../../spec/path.ts';
import type { Schema } from '../../spec/schema.ts';

/** Shorter schemas make less code where they stand than a call does. */
const shortest = 40;

/**
 * The same schema, in which parts that occur several times are definitions. So the validator has the code for each only
 * once.
 */
export function shareSchemas(schema: Schema): Schema {
  const counts = new Map<string, number>();
  visit(schema, (part) => {
    const text = JSON.stringify(part);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  });
  const names = new Map<string, string>();
  const shared: Record<string, Schema> = {};
  const share = (part: Schema): Schema => {
    const text = JSON.stringify(part);
    if (part.$ref !== undefined || text.length < shortest || counts.get(text) === 1)
      return inside(part, share);
    const name = names.get(text) ?? `shared${names.size}`;
    if (!names.has(text)) {
      names.set(text, name);
      shared[name] = inside(part, share);
    }
    return { $ref: `#/definitions/${name}` };
  };
  const { definitions = {}, ...root } = schema;
  const own = mapValues(definitions, (part) => inside(part, share));
  return { ...inside(root, share), definitions: { ...own, ...shared } };
}

/** The schema with other schemas in the place of those inside it. A condition stays: it is short. */
function inside(schema: Schema, replace: (part: Schema) => Schema): Schema {
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (keyword === 'properties') return [keyword, mapValues(value as Record<string, Schema>, replace)];
    return [keyword, single.has(keyword) && isMapping(value) ? replace(value) : value];
  });
  return Object.fromEntries(entries);
}

/** The keywords whose value is one schema. */
const single: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'then', 'else']);

function visit(schema: Schema, see: (part: Schema) => void): void {
  see(schema);
  const parts = (each: Schema): Schema => {
    visit(each, see);
    return each;
  };
  inside(schema, parts);
  mapValues(schema.definitions ?? {}, parts);
}

function mapValues(
  schemas: Readonly<Record<string, Schema>>,
  replace: (part: Schema) => Schema,
): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, part]) => [name, replace(part)]));
}
