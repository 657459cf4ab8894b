import { isMapping } from '../../spec/path.ts';
import type { Schema } from '../../spec/schema.ts';

export interface Named {
  readonly name: string;
  readonly schema: Schema;
}

/**
 * Makes one closed schema of the spec's own, the runtimes' and the options'. Editors load it, and the validator is
 * generated from it. A runtime's settings stand beside those that every service has.
 */
export function assembleSchema(spec: Schema, runtimes: readonly Named[], options: readonly Named[]): Schema {
  const { service, ...definitions } = spec.definitions ?? {};
  const { options: optionsSchema, backend, ...properties } = spec.properties ?? {};
  const [first] = runtimes;
  const services = Object.fromEntries(
    runtimes.map(({ name, schema }) => [serviceOn(name), serviceSchema(service ?? {}, schema, runtimes)]),
  );
  return {
    ...spec,
    properties: {
      ...properties,
      ...(backend && { backend: { ...backend, examples: examplesOn(first, backend, 'service') } }),
      options: {
        ...optionsSchema,
        properties: Object.fromEntries(options.map(({ name, schema }) => [name, schema])),
      },
    },
    definitions: {
      ...definitions,
      ...services,
      service: chooseService(service ?? {}, runtimes),
    },
  };
}

function serviceOn(runtime: string): string {
  return `${runtime}Service`;
}

function serviceSchema(common: Schema, own: Schema, all: readonly Named[]): Schema {
  return {
    ...common,
    required: ['runtime', ...(common.required ?? [])],
    properties: {
      runtime: {
        description: `Where the container runs. ${all.map((each) => `\`${each.name}\`: ${each.schema.description ?? ''}`).join(' ')}`,
        type: 'string',
        enum: all.map((each) => each.name),
        enumDescriptions: all.map((each) => each.schema.choiceDescription ?? ''),
        examples: all.map((each) => each.name),
      },
      ...common.properties,
      ...own.properties,
    },
  };
}

/**
 * The last `else` has the schema of the first runtime. A spec that names no runtime is judged by it too, since what
 * all of them share is in it.
 */
function chooseService(common: Schema, [first, ...others]: readonly Named[]): Schema {
  const fallback: Schema = { $ref: `#/definitions/${serviceOn(first?.name ?? '')}` };
  const { description = '' } = common;
  const chosen = others.reduce<Schema>(
    (otherwise, { name }) => ({
      if: { properties: { runtime: { const: name } }, required: ['runtime'] },
      then: { $ref: `#/definitions/${serviceOn(name)}` },
      else: otherwise,
    }),
    fallback,
  );
  return { ...chosen, description, examples: examplesOn(first, common) };
}

/** The examples of a schema with the name of a runtime: in each itself, or in what it has under a key. */
function examplesOn(runtime: Named | undefined, { examples = [] }: Schema, key?: string): readonly unknown[] {
  const named = (service: unknown) => ({ runtime: runtime?.name, ...(isMapping(service) ? service : {}) });
  return examples
    .filter(isMapping)
    .map((example) => (key === undefined ? named(example) : { ...example, [key]: named(example[key]) }));
}
