import type { Resolved, SpecPath } from '../model.ts';
import type { Toolkit } from '../module.ts';
import { childSchema, dereference, typeNames } from '../schema.ts';
import type { Schema } from '../schema.ts';
import { pathOf } from '../template/bind.ts';
import { feedsOf } from './feeds.ts';

/** A setting by its dotted path: what it means, what it may be, what it makes. Nothing when there is no such setting. */
export function explainSetting(
  dotted: string,
  toolkit: Toolkit,
  resolved: Resolved | undefined,
  lineOf: (path: SpecPath) => string,
): string | undefined {
  const schema = schemaOf(toolkit.schema, pathOf(dotted));
  if (!schema) return undefined;
  const fed = feedsOf(dotted, toolkit);
  const children = Object.keys(schema.properties ?? {});
  return [
    `${dotted}${lineOf(pathOf(dotted))}`,
    '',
    schema.description ?? '',
    '',
    ...facts(schema),
    ...(resolved
      ? [
          `  Here:     ${(JSON.stringify(valueAt(resolved.spec, pathOf(dotted))) as string | undefined) ?? 'not set'}`,
        ]
      : []),
    ...(children.length > 0 ? [`  Settings: ${children.join(', ')}`] : []),
    ...(fed.length > 0 ? [`  Feeds:    ${fed.join(', ')}`] : []),
    '',
  ].join('\n');
}

/** Every setting that a spec can have, by dotted path. */
export function settingPaths(root: Schema, schema: Schema = root, prefix = ''): readonly string[] {
  return Object.entries(schemaProperties(root, schema)).flatMap(([key, child]) => [
    `${prefix}${key}`,
    ...settingPaths(root, dereference(root, child), `${prefix}${key}.`),
  ]);
}

/** What may be written, in words: shared with the reference page. */
export function facts(schema: Schema): string[] {
  const { type, enum: values, minimum, maximum, maxLength, minItems, maxItems } = schema;
  const { default: fallback, examples, patternErrorMessage } = schema;
  const range =
    minimum === undefined && maximum === undefined ? '' : ` from ${String(minimum)} to ${String(maximum)}`;
  const size = maxLength === undefined ? '' : `, at most ${maxLength} characters`;
  const count =
    minItems === undefined ? '' : `, ${minItems === maxItems ? '' : 'at least '}${minItems} of them`;
  const kind = values
    ? `one of ${values.join(', ')}`
    : `${typeNames[type ?? 'object']}${range}${size}${count}`;
  const example = examples?.[0];
  return [
    `  Type:     ${kind}`,
    ...(patternErrorMessage === undefined ? [] : [`  Form:     ${patternErrorMessage}`]),
    ...(fallback === undefined || schema.properties ? [] : [`  Default:  ${JSON.stringify(fallback)}`]),
    ...(example === undefined ? [] : [`  Example:  ${JSON.stringify(example)}`]),
  ];
}

/** The properties of every branch: a path may belong to any runtime. */
function schemaProperties(root: Schema, schema: Schema): Readonly<Record<string, Schema>> {
  const plain = dereference(root, schema);
  if (!plain.then || !plain.else) return plain.properties ?? {};
  return { ...schemaProperties(root, plain.then), ...schemaProperties(root, plain.else) };
}

function schemaOf(root: Schema, path: SpecPath): Schema | undefined {
  let schema: Schema | undefined = root;
  for (const step of path) {
    if (!schema) return undefined;
    const properties: Readonly<Record<string, Schema>> = schemaProperties(root, schema);
    const child: Schema | undefined = childSchema({ ...schema, properties }, step);
    schema = child && dereference(root, child);
  }
  return schema;
}

function valueAt(spec: unknown, path: SpecPath): unknown {
  return path.reduce(
    (here, step) => (here as Record<string | number, unknown> | null | undefined)?.[step],
    spec,
  );
}
