import { compare } from '../change/difference.ts';
import { entryOf, sectionOf } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import type { Plain } from '../template/plain.ts';
import type { StackVersions } from './model.ts';

/** A condition or mapping that a value depends on. */
export interface Input {
  /** The path of the value, without places in lists. */
  readonly path: readonly string[];
  /** `condition IsLarge`, `mapping Sizes` */
  readonly name: string;
}

/**
 * The conditions and mappings that change, also those that only depend on one that does. What uses them may come out
 * different although its own text is the same.
 */
export function changedInputs({ before, after, parameters }: StackVersions): ReadonlySet<string> {
  const changedIn = (section: string, kind: string) =>
    sectionOf(after, section)
      .filter(
        ({ key, value }) => compare(entryOf(entryOf(before, section), key), value, parameters).length > 0,
      )
      .map(({ key }) => `${kind} ${key}`);
  const changed = new Set([...changedIn('Mappings', 'mapping'), ...changedIn('Conditions', 'condition')]);
  const conditions = sectionOf(after, 'Conditions').map(({ key, value }) => ({
    name: `condition ${key}`,
    inputs: inputsIn(toPlain(value)),
  }));
  for (;;) {
    const more = conditions.filter(
      ({ name, inputs }) => !changed.has(name) && inputs.some((input) => changed.has(input.name)),
    );
    if (more.length === 0) return changed;
    for (const { name } of more) changed.add(name);
  }
}

/** The conditions and mappings that a value uses. */
export function inputsIn(value: Plain, path: readonly string[] = []): readonly Input[] {
  if (typeof value !== 'object') return [];
  if (Array.isArray(value)) return (value as readonly Plain[]).flatMap((item) => inputsIn(item, path));
  const entries = Object.entries(value);
  const [only] = entries;
  if (!only || entries.length > 1 || !isFunction(only[0])) {
    return entries.flatMap(([key, child]) => inputsIn(child, [...path, key]));
  }
  const [key, argument] = only;
  const [first] = Array.isArray(argument) ? (argument as readonly Plain[]) : [argument];
  const kind = { 'Fn::If': 'condition', Condition: 'condition', 'Fn::FindInMap': 'mapping' }[key];
  const own = kind !== undefined && typeof first === 'string' ? [{ path, name: `${kind} ${first}` }] : [];
  return [...own, ...inputsIn(argument, path)];
}

function isFunction(key: string): boolean {
  return key === 'Condition' || key.startsWith('Fn::');
}
