import type { Plain } from './plain.ts';

/** Known values, by the names of parameters and of CloudFormation's own parameters such as `AWS::Region`. */
export type KnownValues = Readonly<Record<string, string | undefined>>;

/**
 * Evaluates a value as CloudFormation would, where that is possible without it: names become their known values, and
 * text that is joined in any way becomes one `Fn::Sub`. Values that are equal afterwards mean the same.
 */
export function simplify(value: Plain, known: KnownValues): Plain {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Plain[]).map((item) => simplify(item, known));
  const entries = Object.entries(value).map(([key, child]) => [key, simplify(child, known)] as const);
  const [[key, argument] = ['', '']] = entries;
  const text = entries.length === 1 ? joined(key, argument, known) : undefined;
  return text === undefined ? Object.fromEntries(entries) : asValue(text);
}

/**
 * The function's result as text for `Fn::Sub`, with names in `${}`; `undefined` for a function that does not make
 * text.
 */
function joined(key: string, argument: Plain, known: KnownValues): string | undefined {
  if (key === 'Ref' && typeof argument === 'string') return named(argument, known);
  if (key === 'Fn::GetAtt') return attributeOf(argument);
  if (key === 'Fn::Sub') return substituted(argument, known);
  if (key !== 'Fn::Join' || !Array.isArray(argument)) return undefined;
  const [separator, items] = argument as readonly Plain[];
  if (typeof separator !== 'string' || !Array.isArray(items)) return undefined;
  const texts = (items as readonly Plain[]).map(asText);
  return texts.includes(undefined) ? undefined : texts.join(escaped(separator));
}

function named(name: string, known: KnownValues): string {
  const value = Object.hasOwn(known, name) ? known[name] : undefined;
  return value === undefined ? `\${${name}}` : escaped(value);
}

/** `undefined` when only CloudFormation knows the attribute's name. */
function attributeOf(argument: Plain): string | undefined {
  const parts = Array.isArray(argument) ? (argument as readonly Plain[]) : [argument];
  return parts.every((part) => typeof part === 'string') ? `\${${parts.join('.')}}` : undefined;
}

function substituted(argument: Plain, known: KnownValues): string | undefined {
  const [text, locals = {}] = Array.isArray(argument) ? (argument as readonly Plain[]) : [argument];
  if (typeof text !== 'string' || typeof locals !== 'object') return undefined;
  const values = new Map(Object.entries(locals).map(([name, value]) => [name, asText(value)]));
  if ([...values.values()].includes(undefined)) return undefined;
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => values.get(name) ?? named(name, known));
}

/** A simplified value as part of such a text; `undefined` when it can't be one. */
function asText(value: Plain): string | undefined {
  if (typeof value !== 'object') return escaped(String(value));
  const entries = Object.entries(value);
  const [[key, argument] = ['', '']] = entries;
  if (entries.length !== 1) return undefined;
  if (key === 'Ref' && typeof argument === 'string') return `\${${argument}}`;
  if (key === 'Fn::GetAtt') return attributeOf(argument);
  return key === 'Fn::Sub' && typeof argument === 'string' ? argument : undefined;
}

function asValue(text: string): Plain {
  const [, name] = /^\$\{([^!}][^}]*)\}$/.exec(text) ?? [];
  if (name === undefined) return /\$\{[^!]/.test(text) ? { 'Fn::Sub': text } : text.replaceAll('${!', '${');
  const [resource = '', ...attribute] = name.split('.');
  return attribute.length === 0 ? { Ref: name } : { 'Fn::GetAtt': [resource, attribute.join('.')] };
}

function escaped(text: string): string {
  return text.replaceAll('${', '${!');
}
