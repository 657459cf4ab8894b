import { compile } from 'json-schema-to-typescript';
import type { JSONSchema } from 'json-schema-to-typescript';
import { branchesOf, dereference } from '../../spec/schema.ts';
import type { Schema } from '../../spec/schema.ts';

/** The TypeScript type of a spec as the user writes it, or (`ResolvedSpec`) with every default filled in. */
export async function makeTypes(schema: Schema, name: 'Spec' | 'ResolvedSpec'): Promise<string> {
  const shaped = shape(schema, { ...schema, title: name }, name === 'ResolvedSpec') as JSONSchema;
  return compile(shaped, name, {
    bannerComment: '',
    // To format them takes a second, and nobody reads them.
    format: false,
    unreachableDefinitions: false,
  });
}

/**
 * The schema as the generator of types takes it: it knows no `if`, so the branches become a union. In a resolved
 * spec, properties with a default are required.
 */
function shape(root: Schema, schema: Schema, resolved: boolean): unknown {
  const { orWord, ...mapping } = schema;
  if (orWord) {
    const shaped = shape(root, mapping, resolved);
    return resolved ? shaped : { anyOf: [{ enum: [orWord.word] }, shaped] };
  }
  const {
    propertyNames: _,
    absentProperties: __,
    defaultBy: ___,
    enumDescriptions: ____,
    inPlaceOf: _____,
    ...rest
  } = schema;
  const branches = branchesOf(root, schema);
  if (branches) {
    const { property, schemas } = branches;
    return {
      anyOf: [...schemas].map(([name, each]) => shape(root, withConstant(each, property, name), resolved)),
    };
  }
  const each = (schemas: Readonly<Record<string, Schema>>) =>
    Object.fromEntries(Object.entries(schemas).map(([key, value]) => [key, shape(root, value, resolved)]));
  const defaulted = Object.entries(rest.properties ?? {})
    .filter(([, value]) => resolved && isDefaulted(dereference(root, value)))
    .map(([key]) => key);
  return {
    ...rest,
    ...(rest.properties && {
      properties: each(rest.properties),
      required: [...new Set([...(rest.required ?? []), ...defaulted])],
    }),
    ...(typeof rest.additionalProperties === 'object' && {
      additionalProperties: shape(root, rest.additionalProperties, resolved),
    }),
    ...(rest.definitions && { definitions: each(rest.definitions) }),
  };
}

/** A branch of the union, with the one property that distinguishes it from the others as a constant. */
function withConstant(schema: Schema, key: string, value: string): Schema {
  const given = schema.properties?.[key];
  const required = given?.default === undefined ? [key] : [];
  return {
    ...schema,
    properties: { ...schema.properties, [key]: { ...given, enum: [value] } },
    required: [...(schema.required ?? []), ...required],
  };
}

/** A resolved spec has nothing in place of the word that means nothing. */
function isDefaulted(schema: Schema): boolean {
  if (schema.orWord) return false;
  return schema.default !== undefined || schema.defaultBy !== undefined;
}
