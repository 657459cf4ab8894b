/** The part of JSON Schema (draft 7) that archc's schemas use. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly enum?: readonly (string | number)[];
  readonly const?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  /** Describes `pattern` in words; editors show it too. */
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
}

/** JSON Schema's types in a spec's words. */
export const typeNames = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
} as const;

/** The schema itself where it refers to a definition, with what stands beside the reference. */
export function dereference(root: Schema, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  const target = root.definitions?.[$ref.replace('#/definitions/', '')] ?? {};
  return { ...dereference(root, target), ...beside };
}

/** The branch of an `if` on a constant property that holds for a value; the schema itself without an `if`. */
export function branchFor(root: Schema, schema: Schema, value: unknown): Schema {
  const plain = dereference(root, schema);
  if (!plain.if) return plain;
  const [name, wanted] = Object.entries(plain.if.properties ?? {})[0] ?? [];
  const given = name === undefined ? undefined : (value as Record<string, unknown> | undefined)?.[name];
  const branch = given === wanted?.const ? plain.then : plain.else;
  return branch ? branchFor(root, branch, value) : plain;
}

/** The schema of what stands under a key or index. */
export function childSchema(schema: Schema, step: string | number): Schema | undefined {
  if (typeof step === 'number') return schema.items;
  const { properties = {}, additionalProperties } = schema;
  if (Object.hasOwn(properties, step)) return properties[step];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
