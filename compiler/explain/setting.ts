import { runtimeOf } from '../modules/choose.ts';
import type { Runtime, Toolkit } from '../modules/module.ts';
import type { Resolved } from '../phases/results.ts';
import { valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { branchesOf, childSchema, dereference, typeNames } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import { pathOf } from '../template/bind.ts';
import { feedsOf, sampleOn, withRuntime } from './feeds.ts';

/**
 * Explains a setting by its dotted path: what it means, what may be written, and which resources it changes.
 * `undefined` when the setting does not exist.
 */
export function explainSetting(
  dotted: string,
  toolkit: Toolkit,
  { specs, lineOf, hereOf }: InSpecs,
): string | undefined {
  const path = pathOf(dotted);
  const meanings = meaningsOf(dotted, toolkit);
  const fitting = meanings.filter(
    ({ runtimes }) =>
      specs.length === 0 || specs.some(({ spec }) => runtimes.includes(runtimeOf(spec, toolkit))),
  );
  const shown = fitting.length > 0 ? fitting : meanings;
  if (shown.length === 0) return undefined;
  const [only, ...others] = specs;
  const values = others.length > 0 ? specs : [];
  return [
    `${dotted}${lineOf(path)}`,
    '',
    ...shown.flatMap((meaning) => describe(dotted, meaning, toolkit)),
    ...(only && others.length === 0 ? [`  Here:     ${valueOf(only, path, toolkit)}`, ''] : []),
    ...(values.length > 0
      ? [
          '  In each environment:',
          ...hereOf(
            path,
            values.map((each) => valueOf(each, path, toolkit)),
          ),
          '',
        ]
      : []),
  ].join('\n');
}

/** What is explained in the specs that the user names: one, or those of an environment each; none without a spec. */
export interface InSpecs {
  readonly specs: readonly Resolved[];
  /** The place of a setting, in brackets; empty without a spec. */
  readonly lineOf: (path: SpecPath) => string;
  /** The lines with the value in each of several specs, in their order. */
  readonly hereOf: (path: SpecPath, values: readonly string[]) => readonly string[];
}

/** What holds in a spec, or else what it says itself: the word for nothing. */
function valueOf({ spec, tree }: Resolved, path: SpecPath, toolkit: Toolkit): string {
  const value = valueAt(spec, path) ?? valueAt(tree.data, path) ?? previewDefault(path, spec, toolkit);
  return value === undefined ? 'not set' : JSON.stringify(value);
}

/** The default of a setting that previews alone have. It holds in a spec that says nothing about them, too. */
function previewDefault([root, ...below]: SpecPath, spec: Resolved['spec'], toolkit: Toolkit): unknown {
  if (root !== 'preview' || below.length !== 1) return undefined;
  return schemaOn(runtimeOf(spec, toolkit).name, toolkit.schema, [root, ...below])?.default;
}

/** What a setting means, and the runtimes where it means that: all of them, if it doesn't depend on the runtime. */
interface Meaning {
  readonly schema: Schema;
  readonly runtimes: readonly Runtime[];
}

function meaningsOf(dotted: string, toolkit: Toolkit): readonly Meaning[] {
  const path = pathOf(dotted);
  const found = new Map<Schema, Runtime[]>();
  for (const runtime of toolkit.runtimes) {
    const schema = schemaOn(runtime.name, toolkit.schema, path);
    const same = [...found.keys()].find((each) => JSON.stringify(each) === JSON.stringify(schema));
    if (schema) found.set(same ?? schema, [...(found.get(same ?? schema) ?? []), runtime]);
  }
  return [...found].map(([schema, runtimes]) => ({ schema, runtimes }));
}

function describe(dotted: string, { schema, runtimes }: Meaning, toolkit: Toolkit): string[] {
  const isOnAll = runtimes.length === toolkit.runtimes.length;
  const fed = runtimes.flatMap((runtime) => feedsOf(dotted, withRuntime(toolkit, runtime)));
  const children = Object.keys(schema.properties ?? {});
  return [
    ...(isOnAll ? [] : [`With the runtime ${runtimes.map(({ name }) => name).join(', ')}:`, '']),
    schema.description ?? '',
    '',
    ...facts(schema),
    ...(schema.defaultBy ? defaultsOf(dotted, runtimes, toolkit) : []),
    ...(children.length > 0 ? [`  Settings: ${children.join(', ')}`] : []),
    ...(fed.length > 0 ? [`  Feeds:    ${[...new Set(fed)].join(', ')}`] : []),
    '',
  ];
}

/** A default that depends on the runtime: its value on each, and why. */
export function defaultsOf(dotted: string, runtimes: readonly Runtime[], toolkit: Toolkit): string[] {
  return runtimes.map((runtime) => {
    const value = valueAt(sampleOn(runtime.name, toolkit), pathOf(dotted));
    const reason = (runtime.reasons as Readonly<Record<string, string>>)[dotted];
    return `  Default:  ${JSON.stringify(value)} on ${runtime.name}${reason === undefined ? '' : `: ${reason}`}`;
  });
}

/** Every setting that a spec can have, by dotted path. */
export function settingPaths(root: Schema, schema: Schema = root, prefix = ''): readonly string[] {
  const paths = schemaProperties(root, schema).flatMap(([key, child]) => [
    `${prefix}${key}`,
    ...settingPaths(root, dereference(root, child), `${prefix}${key}.`),
  ]);
  return [...new Set(paths)];
}

/** What may be written, in words. The reference page uses it too. */
export function facts(schema: Schema): string[] {
  const { type, orWord, enum: values, minimum, maximum, maxLength, minItems, maxItems } = schema;
  const { default: fallback, examples, patternErrorMessage } = schema;
  const range =
    minimum === undefined && maximum === undefined ? '' : ` from ${String(minimum)} to ${String(maximum)}`;
  const size = maxLength === undefined ? '' : `, at most ${maxLength} characters`;
  const count =
    minItems === undefined ? '' : `, ${minItems === maxItems ? '' : 'at least '}${minItems} of them`;
  const kind = values
    ? `one of ${values.join(', ')}`
    : `${typeNames[type ?? 'object']}${range}${size}${count}${orWord ? `, or ${orWord.word}` : ''}`;
  const example = examples?.[0];
  return [
    `  Type:     ${kind}`,
    ...(patternErrorMessage === undefined ? [] : [`  Form:     ${patternErrorMessage}`]),
    ...(fallback === undefined || schema.properties ? [] : [`  Default:  ${JSON.stringify(fallback)}`]),
    ...(example === undefined ? [] : [`  Example:  ${JSON.stringify(example)}`]),
  ];
}

/** The properties of all branches, since a path may belong to any runtime. */
function schemaProperties(root: Schema, schema: Schema): readonly (readonly [string, Schema])[] {
  const branches = branchesOf(root, schema);
  if (!branches) return Object.entries(dereference(root, schema).properties ?? {});
  return [...branches.schemas.values()].flatMap((branch) => schemaProperties(root, branch));
}

function schemaOn(runtime: string, root: Schema, path: SpecPath): Schema | undefined {
  return path.reduce<Schema | undefined>(
    (schema, step) => {
      const child = schema && childSchema(schema, step);
      return child && (branchesOf(root, child)?.schemas.get(runtime) ?? dereference(root, child));
    },
    dereference(root, root),
  );
}
