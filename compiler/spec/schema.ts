import { valueAt } from './path.ts';
import type { SpecPath } from './path.ts';

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
  /** What each value of `enum` means, in its order; editors show it too. */
  readonly enumDescriptions?: readonly string[];
  /** What choosing a runtime means, in few words; it becomes one of `enumDescriptions`. Our own keyword. */
  readonly choiceDescription?: string;
  readonly const?: string;
  /** A property that stands in place of others, which are required without it; our own keyword. */
  readonly inPlaceOf?: Readonly<Record<string, readonly string[]>>;
  /** A word that may stand in place of the mapping and means that there is nothing of it; our own keyword. */
  readonly orWord?: { readonly word: string; readonly means: string };
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  /** Describes `pattern` in words; editors show it too. */
  readonly patternErrorMessage?: string;
  /** What the default depends on, when it is not the same for every spec; our own keyword. */
  readonly defaultBy?: 'runtime';
  /** Why a property that another runtime has at this place can't be here, and which one can; our own keyword. */
  readonly absentProperties?: Readonly<
    Record<string, { readonly because: string; readonly instead: string }>
  >;
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

/** The properties that are required unless another stands in their place. */
export function elseRequired({ inPlaceOf = {} }: Schema): Pick<Schema, 'if' | 'else'> {
  const [first] = Object.entries(inPlaceOf);
  if (!first) return {};
  const demand = (names: readonly string[]): Schema => ({
    properties: Object.fromEntries(names.map((name) => [name, {}])),
    required: names,
  });
  return { if: demand([first[0]]), else: demand(first[1]) };
}

/** What is made of each `$ref` of a schema, which every spec asks for. */
const dereferenced = new WeakMap<Schema, WeakMap<Schema, Schema>>();

/** Resolves a `$ref`, keeping the keywords written beside it. */
export function dereference(root: Schema, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const known = dereferenced.get(root) ?? new WeakMap<Schema, Schema>();
  dereferenced.set(root, known);
  const whole = known.get(schema) ?? withTarget(root, schema, schema.$ref);
  known.set(schema, whole);
  return whole;
}

function withTarget(root: Schema, { $ref: _, ...beside }: Schema, name: string): Schema {
  const target = root.definitions?.[name.replace('#/definitions/', '')] ?? {};
  return { ...dereference(root, target), ...beside };
}

/** The branch of an `if` on a constant property that applies to a value; without an `if`, the schema itself. */
export function branchFor(root: Schema, schema: Schema, value: unknown): Schema {
  const plain = dereference(root, schema);
  if (!plain.if) return plain;
  const [name, wanted] = Object.entries(plain.if.properties ?? {})[0] ?? [];
  const given = name === undefined ? undefined : (value as Record<string, unknown> | undefined)?.[name];
  const branch = given === wanted?.const ? plain.then : plain.else;
  return branch ? branchFor(root, branch, value) : plain;
}

/** The branches of an `if` on a constant property, by that constant. The last has the value that no `if` names. */
export interface Branches {
  readonly property: string;
  readonly schemas: ReadonlyMap<string, Schema>;
}

/** `undefined` when the schema has no `if`. */
export function branchesOf(root: Schema, schema: Schema): Branches | undefined {
  const schemas = new Map<string, Schema>();
  let here = dereference(root, schema);
  let property: string | undefined;
  while (here.if && here.then && here.else) {
    const [name, wanted] = Object.entries(here.if.properties ?? {})[0] ?? [];
    property = name;
    schemas.set(String(wanted?.const), dereference(root, here.then));
    here = dereference(root, here.else);
  }
  if (property === undefined) return undefined;
  const last = here.properties?.[property]?.enum?.map(String).find((value) => !schemas.has(value));
  if (last !== undefined) schemas.set(last, here);
  return { property, schemas };
}

/** The schema that applies to the value at a path of the data. */
export function schemaAt(root: Schema, path: SpecPath, data: unknown): Schema {
  return branchFor(root, unbranchedAt(root, path, data), valueAt(data, path));
}

/** The schema at a path as it is written, before a branch of its own `if` is chosen. */
export function unbranchedAt(root: Schema, path: SpecPath, data: unknown): Schema {
  const [step, parent] = [path.at(-1), path.slice(0, -1)];
  return step === undefined ? root : (childSchema(schemaAt(root, parent, data), step) ?? {});
}

/** The schema of the value under a key or index. */
export function childSchema(schema: Schema, step: string | number): Schema | undefined {
  if (typeof step === 'number') return schema.items;
  const { properties = {}, additionalProperties } = schema;
  if (Object.hasOwn(properties, step)) return properties[step];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
