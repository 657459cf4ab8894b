import { resourcesOf, entryOf, typeOf } from '../../../compiler/template/node.ts';
import type { TemplateNode } from '../../../compiler/template/node.ts';
import type { Template } from '../../../compiler/template/template.ts';
import type { SpecPath } from '../../../compiler/spec/path.ts';
import { patternOf, schemaOfProperty } from './aws-models.ts';
import type { AwsSchema } from './aws-models.ts';

/** A value of a template that comes from a setting, at a property of a resource of AWS's. */
export interface BoundValue {
  readonly from: SpecPath;
  readonly type: string;
  readonly property: SpecPath;
  readonly node: TemplateNode;
}

/** Every such value, without those that CloudFormation makes itself from references. */
export function boundValues({ root }: Template): readonly BoundValue[] {
  return resourcesOf(root).flatMap(({ value }) => {
    const type = typeOf(value);
    const properties = entryOf(value, 'Properties');
    return type.startsWith('AWS::') && properties ? boundIn(properties, type, []) : [];
  });
}

function boundIn(node: TemplateNode, type: string, property: SpecPath): readonly BoundValue[] {
  if (node.tag !== undefined) return [];
  const here = node.from ? [{ from: node.from, type, property, node }] : [];
  if (node.kind === 'map')
    return [...here, ...node.entries.flatMap(({ key, value }) => boundIn(value, type, [...property, key]))];
  if (node.kind === 'list')
    return [...here, ...node.items.flatMap((item, at) => boundIn(item, type, [...property, at]))];
  return here;
}

/** What AWS's schema of the resource type refuses about a value; nothing when it takes the value. */
export function refusalsOf({ type, property, node }: BoundValue): readonly string[] {
  const schema = schemaOfProperty(type, property);
  if (!schema) return [];
  if (node.kind === 'list') return listRefusals(node.items, schema);
  return node.kind === 'scalar' ? scalarRefusals(node.value, schema) : [];
}

function listRefusals(items: readonly TemplateNode[], schema: AwsSchema): readonly string[] {
  const { minItems = 0, maxItems = Infinity, uniqueItems = false } = schema;
  const texts = items.map((item) => JSON.stringify(item));
  return [
    ...(items.length < minItems ? [`fewer than ${minItems} items`] : []),
    ...(items.length > maxItems ? [`more than ${maxItems} items`] : []),
    ...(uniqueItems && new Set(texts).size < texts.length ? ['an item twice'] : []),
  ];
}

function scalarRefusals(value: string | number | boolean, schema: AwsSchema): readonly string[] {
  const text = String(value);
  const number = Number(value);
  const { minLength = 0, maxLength = Infinity, minimum = -Infinity, maximum = Infinity } = schema;
  const { pattern, enum: values } = schema;
  const types = [schema.type ?? []].flat();
  const isNumber = types.includes('integer') || types.includes('number');
  return [
    ...(text.length < minLength ? [`shorter than ${minLength}`] : []),
    ...(text.length > maxLength ? [`longer than ${maxLength}`] : []),
    ...(isNumber && !(number >= minimum) ? [`below ${minimum}`] : []),
    ...(isNumber && !(number <= maximum) ? [`above ${maximum}`] : []),
    ...(types.includes('integer') && !Number.isInteger(number) ? ['no whole number'] : []),
    ...(types.join() === 'boolean' && typeof value !== 'boolean' ? ['neither true nor false'] : []),
    ...(values && !values.map(String).includes(text) ? [`none of ${values.join(', ')}`] : []),
    ...(pattern !== undefined && !patternOf(pattern, false).test(text) ? [`not of the form ${pattern}`] : []),
  ];
}

/** Whether the schema says more about a value than its type. */
export function saysSomething({ type, property }: BoundValue): boolean {
  const schema = schemaOfProperty(type, property) ?? {};
  const { enum: values, pattern, minLength, maxLength, minimum, maximum } = schema;
  return (
    [values, pattern, minLength, maxLength, minimum, maximum].some((rule) => rule !== undefined) ||
    schema.type === 'boolean'
  );
}
