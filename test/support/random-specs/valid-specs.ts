import fc from 'fast-check';
import type { Toolkit } from '../../../compiler/modules/module.ts';
import type { Schema } from '../../../compiler/spec/schema.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import { draftOf } from './draft.ts';
import type { SpecData } from './draft.ts';
import { draw } from './draw.ts';
import { fitting } from './fitting.ts';
import { forms } from './forms.ts';
import { alarmSteps } from './repair-alarms.ts';
import { databaseSteps } from './repair-database.ts';
import { firewallSteps } from './repair-firewall.ts';
import { nameSteps } from './repair-names.ts';
import { networkSteps } from './repair-network.ts';
import { serviceSteps } from './repair-service.ts';

/**
 * Valid specs, drawn from the JSON Schema of the compiler, of every runtime and with any options, with a shared stack of
 * their own and without one. What the checks demand beyond the schema is repaired in small steps.
 */
export function validSpecs(kit: Toolkit = toolkit): fc.Arbitrary<SpecData> {
  const sparse = specsOf(kit, 2);
  const usual = specsOf(kit, 5);
  const full = specsOf(kit, 9);
  return fc.oneof({ withCrossShrink: true }, sparse, usual, full).map((spec) => fitting(spec, kit));
}

/** Valid specs of one runtime that choose exactly these options. */
export function specsWith(runtime: string, options: readonly string[], kit: Toolkit): fc.Arbitrary<SpecData> {
  const { definitions = {}, properties = {} } = kit.schema;
  const service = definitions[`${runtime}Service`] ?? {};
  const named = { ...service.properties, runtime: { ...service.properties?.['runtime'], enum: [runtime] } };
  const all = properties['options']?.properties ?? {};
  const chosen = Object.fromEntries(options.map((name) => [name, all[name] ?? {}]));
  const schema: Schema = {
    ...kit.schema,
    definitions: { ...definitions, service: { ...service, properties: named } },
    properties: {
      ...properties,
      options: { ...properties['options'], properties: chosen, required: options },
    },
    required: [...(kit.schema.required ?? []), 'options'],
  };
  return specsOf({ ...kit, schema }, 4);
}

/** Out of ten mappings, `density` have a property that may be missing. */
function specsOf(kit: Toolkit, density: number): fc.Arbitrary<SpecData> {
  const ofKind = (left: string, added: readonly string[], weight: number) => ({
    weight,
    arbitrary: draw(without(kit.schema, left, added), '', { root: kit.schema, density, forms }),
  });
  return fc
    .oneof(ofKind('sharedStack', ['shared'], 3), ofKind('shared', ['sharedStack'], 1))
    .map((drawn) => repair(drawn as SpecData, kit));
}

/** The spec with what the checks demand beyond the schema. */
export function repair(drawn: SpecData, kit: Toolkit = toolkit): SpecData {
  const data = structuredClone(drawn) as Record<string, unknown>;
  const draft = draftOf(data, kit.schema);
  const steps = [
    ...nameSteps,
    ...networkSteps,
    ...databaseSteps,
    ...serviceSteps,
    ...firewallSteps,
    ...alarmSteps,
  ];
  for (const step of steps) step(draft, kit);
  return data;
}

function without(schema: Schema, left: string, added: readonly string[]): Schema {
  // An environment or a preview is a part of a spec that other properties lay over one.
  const { [left]: _left, environments: _, preview: __, ...properties } = schema.properties ?? {};
  return { ...schema, properties, required: [...(schema.required ?? []), ...added] };
}
