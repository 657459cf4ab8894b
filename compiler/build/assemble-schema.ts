import type { Schema } from '../spec/schema.ts';

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
  const { options: optionsSchema, ...properties } = spec.properties ?? {};
  const services = Object.fromEntries(
    runtimes.map(({ name, schema }) => [
      serviceOn(name),
      serviceSchema(service ?? {}, name, schema, runtimes),
    ]),
  );
  return {
    ...spec,
    properties: {
      ...properties,
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

function serviceSchema(common: Schema, name: string, own: Schema, all: readonly Named[]): Schema {
  return {
    ...common,
    properties: {
      runtime: {
        description: `Where the container runs. ${all.map((each) => `\`${each.name}\`: ${each.schema.description ?? ''}`).join(' ')}`,
        type: 'string',
        enum: all.map((each) => each.name),
        ...(name === all[0]?.name ? { default: name } : {}),
        examples: [name],
      },
      ...common.properties,
      ...own.properties,
    },
  };
}

/** The first runtime is the default, so its schema stands in the last `else`. */
function chooseService(common: Schema, [first, ...others]: readonly Named[]): Schema {
  const fallback: Schema = { $ref: `#/definitions/${serviceOn(first?.name ?? '')}` };
  const { description = '', examples = [] } = common;
  const chosen = others.reduce<Schema>(
    (otherwise, { name }) => ({
      if: { properties: { runtime: { const: name } }, required: ['runtime'] },
      then: { $ref: `#/definitions/${serviceOn(name)}` },
      else: otherwise,
    }),
    fallback,
  );
  return { ...chosen, description, examples };
}
