import type { Plain } from './plain.ts';

/** A use of a resource or parameter in a template's plain data. */
export interface Reference {
  /** Its path without the places in lists: items have no stable key. */
  readonly path: readonly string[];
  readonly name: string;
  /** The attribute that is used; absent for a `Ref`. */
  readonly attribute?: string;
}

export function referencesIn(value: Plain, path: readonly string[] = []): readonly Reference[] {
  if (typeof value !== 'object') return [];
  if (Array.isArray(value)) return (value as readonly Plain[]).flatMap((item) => referencesIn(item, path));
  const entries = Object.entries(value);
  const [[key, argument] = ['', '']] = entries;
  if (entries.length === 1 && isFunction(key)) {
    return [
      ...(key === 'Ref' && typeof argument === 'string' ? [named(argument, path)] : []),
      ...(key === 'Fn::GetAtt' ? [named(attributeText(argument), path)] : []),
      ...(key === 'Fn::Sub' ? substituted(argument, path) : []),
      ...referencesIn(argument, path),
    ];
  }
  return entries.flatMap(([each, child]) => referencesIn(child, [...path, each]));
}

function isFunction(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

/** `Subnet1.AvailabilityZone` */
function named(text: string, path: readonly string[]): Reference {
  const [name = '', ...attribute] = text.split('.');
  return { path, name, ...(attribute.length > 0 && { attribute: attribute.join('.') }) };
}

function attributeText(argument: Plain): string {
  if (typeof argument === 'string') return argument;
  const parts = Array.isArray(argument) ? (argument as readonly Plain[]) : [];
  return parts.map((part) => (typeof part === 'string' ? part : '')).join('.');
}

function substituted(argument: Plain, path: readonly string[]): readonly Reference[] {
  const [text, locals] = Array.isArray(argument) ? (argument as readonly Plain[]) : [argument];
  const own = typeof locals === 'object' ? Object.keys(locals) : [];
  if (typeof text !== 'string') return [];
  return namesIn(text)
    .filter((name) => !own.includes(name) && !name.startsWith('AWS::'))
    .map((name) => named(name, path));
}

/** The names that stand in `${}` in a text for `Fn::Sub`. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
}
