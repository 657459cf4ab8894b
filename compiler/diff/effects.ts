import type { Difference } from '../change/difference.ts';
import type { Plain } from '../template/plain.ts';
import { documented } from './documented.ts';
import type { PropertyEffect } from './model.ts';

/** What AWS's schemas say about the types that templates have or have had. */
export interface ResourceTypes {
  readonly source: string;
  /** The schemas' date. */
  readonly asOf: string;
  readonly types: Readonly<Record<string, TypeFacts>>;
}

/** Properties by their dotted paths; `*` stands for any item of a list. */
export interface TypeFacts {
  /** A change replaces the resource. */
  readonly createOnly?: readonly string[];
  /** A change replaces the resource under conditions that the schema does not name. */
  readonly conditional?: readonly string[];
  /** AWS sets it; a template that has it is refused. */
  readonly readOnly?: readonly string[];
  /** The old resource is deleted before the new one is made. */
  readonly deletesFirst?: true;
}

/** What a changed property does. AWS's documentation takes precedence over the schemas. */
export function effectOf(type: string, difference: Difference, { types }: ResourceTypes): PropertyEffect {
  const { properties = {}, special } = documented[type] ?? {};
  const override = Object.entries(properties).find(([property]) => touches(property, difference));
  if (override) return special?.(difference) ?? override[1];
  if (isCustom(type)) return effectOfCustom(type, difference);
  const facts = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!facts)
    return { effect: 'may-replace', why: 'not known to archc: see its page in the AWS documentation' };
  if (facts.readOnly?.some((property) => sets(property, difference))) {
    return { effect: 'refuse', why: 'AWS sets it itself' };
  }
  if (facts.createOnly?.some((property) => touches(property, difference))) {
    return { effect: 'replace' };
  }
  if (facts.conditional?.some((property) => touches(property, difference))) {
    return { effect: 'may-replace', why: 'whether it can be changed in place depends on the values' };
  }
  return { effect: 'update' };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
function effectOfCustom(type: string, { path: [property] }: Difference): PropertyEffect {
  if (property === 'ServiceToken') {
    return { effect: 'refuse', why: 'CloudFormation takes no other function for what is there' };
  }
  if (documented[type] || property === 'ServiceTimeout') return { effect: 'update' };
  return { effect: 'may-replace', why: 'the function behind it decides' };
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** Whether the difference is inside the property, or contains it with another value. */
function touches(property: string, { path, before, after }: Difference): boolean {
  const wanted = property.split('.');
  const isSame = wanted.every((part, index) => index >= path.length || part === '*' || part === path[index]);
  if (!isSame) return false;
  const inner = wanted.slice(path.length);
  return inner.length === 0 || JSON.stringify(at(before, inner)) !== JSON.stringify(at(after, inner));
}

/** Whether the new version has a value at the property. */
function sets(property: string, { path, after }: Difference): boolean {
  const wanted = property.split('.');
  if (wanted.some((part, index) => index < path.length && part !== path[index])) return false;
  return wanted.slice(path.length).reduce<Plain | undefined>(member, after) !== undefined;
}

function member(value: Plain | undefined, key: string): Plain | undefined {
  if (typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, Plain>>)[key];
}

function at(value: Plain | undefined, [key, ...rest]: readonly string[]): Plain | undefined {
  // Items of a list are compared as a whole, and nobody knows what is inside the value of a function.
  if (key === undefined || key === '*' || Array.isArray(value) || isFunction(value)) return value;
  return at(member(value, key), rest);
}

function isFunction(value: Plain | undefined): boolean {
  return typeof value === 'object' && /^(Ref|Fn::\w+)$/.test(Object.keys(value).join());
}
