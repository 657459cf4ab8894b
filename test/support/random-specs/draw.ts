import fc from 'fast-check';
import { branchesOf, dereference } from '../../../compiler/spec/schema.ts';
import type { Schema } from '../../../compiler/spec/schema.ts';
import { textsOf } from './texts.ts';

/** How values are drawn from a schema. */
export interface Drawing {
  readonly root: Schema;
  /** Out of ten mappings, how many have a property that may be missing. */
  readonly density: number;
  /** Values of settings whose form only the checks know, by their path, in which `*` stands for any step. */
  readonly forms: Readonly<Record<string, fc.Arbitrary<unknown>>>;
}

const absent = Symbol('absent');

/** Values that conform to the schema. */
export function draw(schema: Schema, path: string, drawing: Drawing): fc.Arbitrary<unknown> {
  const form = drawing.forms[path];
  if (form) return form;
  const branches = branchesOf(drawing.root, schema);
  if (branches) {
    const { property, schemas } = branches;
    return fc.oneof(
      ...[...schemas].map(([value, branch]) =>
        draw(branch, path, drawing).map((drawn) => ({ ...(drawn as object), [property]: value })),
      ),
    );
  }
  const rule = dereference(drawing.root, schema);
  if (rule.enum) return fc.constantFrom(...rule.enum);
  switch (rule.type) {
    case 'object':
      return withWord(rule, rule.properties ? mappings(rule, path, drawing) : ownKeys(rule, path, drawing));
    case 'array':
      return lists(rule, path, drawing);
    case 'integer':
      return fc.integer({ min: rule.minimum ?? 0, max: rule.maximum ?? 1_000_000 });
    case 'number':
      return halves(rule);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return textsOf(rule);
    default:
      throw new Error(`The schema of ${path} has no type: say here how to draw it`);
  }
}

function withWord({ orWord }: Schema, drawn: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (!orWord) return drawn;
  return fc.oneof({ weight: 4, arbitrary: drawn }, { weight: 1, arbitrary: fc.constant(orWord.word) });
}

function mappings(
  { properties = {}, required = [], inPlaceOf }: Schema,
  path: string,
  drawing: Drawing,
): fc.Arbitrary<unknown> {
  const [choice] = Object.entries(inPlaceOf ?? {});
  if (choice) {
    const [one, others] = choice;
    const only = (left: readonly string[], wanted: readonly string[]) => {
      const kept = Object.entries(properties).filter(([key]) => !left.includes(key));
      return mappings({ properties: Object.fromEntries(kept), required: wanted }, path, drawing);
    };
    return fc.oneof(only([one], [...required, ...others]), only(others, [...required, one]));
  }
  const drawn = Object.entries(properties).map(([key, child]) => {
    const value = draw(child, below(path, key), drawing);
    const entry = required.includes(key)
      ? value
      : fc.oneof(
          { withCrossShrink: true },
          { weight: 10 - drawing.density, arbitrary: fc.constant(absent) },
          { weight: drawing.density, arbitrary: value },
        );
    return entry.map((each) => [key, each] as const);
  });
  return fc
    .tuple(...drawn)
    .map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== absent)));
}

/** A mapping whose keys the user chooses. */
function ownKeys(rule: Schema, path: string, drawing: Drawing): fc.Arbitrary<unknown> {
  const { propertyNames = {}, additionalProperties } = rule;
  if (typeof additionalProperties !== 'object')
    throw new Error(`The mapping ${path} has no schema of its values`);
  const key = textsOf(dereference(drawing.root, propertyNames));
  const entry = fc.tuple(key, draw(additionalProperties, below(path, '*'), drawing));
  return fc
    .uniqueArray(entry, { maxLength: 6, selector: ([name]) => name })
    .map((entries) => Object.fromEntries(entries));
}

function lists(
  { items = {}, minItems = 0, maxItems = 1000 }: Schema,
  path: string,
  drawing: Drawing,
): fc.Arbitrary<unknown> {
  const item = draw(items, below(path, '*'), drawing);
  const usual = fc.array(item, { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) });
  const many = fc.array(item, { minLength: minItems, maxLength: Math.min(maxItems, minItems + 40) });
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: many });
}

function halves({ minimum = 0, maximum = 1000 }: Schema): fc.Arbitrary<number> {
  return fc.integer({ min: Math.ceil(minimum * 2), max: Math.floor(maximum * 2) }).map((twice) => twice / 2);
}

function below(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}
