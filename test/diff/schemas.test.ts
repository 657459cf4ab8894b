import { expect } from 'chai';
import { readFacts } from '../../compiler/build/resource-types.ts';
import type { ResourceSchema } from '../../compiler/build/resource-types.ts';
import { readPackageData } from '../../compiler/build/python-packages.ts';
import { graver } from '../../compiler/change/action.ts';
import type { Effect } from '../../compiler/change/action.ts';
import type { Difference } from '../../compiler/change/difference.ts';
import { effectOf } from '../../compiler/diff/effects.ts';
import { documented } from '../../compiler/diff/documented.ts';
import type { Plain } from '../../compiler/template/plain.ts';
import { needs } from '../support/needs.ts';
import { missingPythonTools } from '../support/python-tools.ts';
import { showFigure } from '../support/random-specs/runs.ts';

/** The part of a resource type's schema that says which properties it has. */
interface Shape {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
}

interface FullSchema extends ResourceSchema, Shape {
  readonly typeName: string;
  readonly definitions?: Readonly<Record<string, Shape>>;
}

type Path = readonly string[];

const deepest = 5;

/** The paths of all properties without properties of their own; `*` stands for an item. */
function leavesOf(schema: FullSchema, shape: Shape, path: Path = []): readonly Path[] {
  const name = shape.$ref?.replace('#/definitions/', '');
  const plain = name === undefined ? shape : schema.definitions?.[name];
  if (!plain || path.length >= deepest) return [path];
  if (plain.items) return leavesOf(schema, plain.items, [...path, '*']);
  const children = Object.entries(plain.properties ?? {});
  if (children.length === 0) return [path];
  return children.flatMap(([key, child]) => leavesOf(schema, child, [...path, key]));
}

/** What the schema says of a changed leaf, read from its own pointers. */
function saidOf(schema: FullSchema, leaf: Path): Effect {
  const has = (pointers: readonly string[] = []) =>
    pointers.some((pointer) => {
      const steps = pointer.split('/').slice(2);
      return steps.every((step, index) => step === leaf[index]);
    });
  // A list is compared as a whole, so what AWS sets in its items can't be told.
  if (has(schema.readOnlyProperties?.filter((pointer) => !pointer.includes('*')))) return 'refuse';
  if (has(schema.createOnlyProperties)) return 'replace';
  return has(schema.conditionalCreateOnlyProperties) ? 'may-replace' : 'update';
}

function nested([step, ...rest]: Path, value: string): Plain {
  if (step === undefined) return value;
  const inner = nested(rest, value);
  return step === '*' ? [inner] : { [step]: inner };
}

/** The leaf as a difference of its own, and inside a difference of each part that contains it. */
function differencesOf(leaf: Path): readonly Difference[] {
  return leaf.map((_, index) => {
    const path = leaf.slice(0, index + 1);
    const inner = leaf.slice(index + 1);
    return {
      path: path.map((step) => (step === '*' ? 'Item' : step)),
      before: nested(inner, 'a'),
      after: nested(inner, 'b'),
    };
  });
}

describe('the effect of a changed property', () => {
  it('is what the schema of AWS says, of every property of every type', function () {
    needs(this, missingPythonTools());
    const read = (...path: readonly string[]) => readPackageData('cfnlint', 'data', 'schemas', ...path);
    const files = Object.entries(read('providers', 'us-east-1.json') as Readonly<Record<string, string>>);
    const disagreements: string[] = [];
    let properties = 0;
    for (const [type, name] of files) {
      // CloudFormation itself says what changes of a custom resource do.
      if (type === 'AWS::CloudFormation::CustomResource') continue;
      const schema = read('resources', `${name}.json`) as FullSchema;
      const facts = { source: '', asOf: '', types: { [type]: readFacts(schema) } };
      for (const leaf of leavesOf(schema, schema)) {
        if (documented[type]?.properties?.[leaf[0] ?? '']) continue;
        properties += 1;
        const said = saidOf(schema, leaf);
        for (const difference of differencesOf(leaf)) {
          const { effect } = effectOf(type, difference, facts);
          // Where a list is compared as a whole, any of its items' properties may be meant.
          const isWhole = leaf.slice(difference.path.length).includes('*');
          const agrees = isWhole ? graver(effect, said) === effect : effect === said;
          if (!agrees) disagreements.push(`${type} ${difference.path.join('.')}: ${effect}, not ${said}`);
        }
      }
    }
    showFigure(`${properties} properties of ${files.length} types of resources`);
    expect(disagreements).to.deep.equal([]);
    expect(properties).to.be.above(10_000);
  });
});
