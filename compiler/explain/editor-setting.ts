import { branchesOf, dereference, elseRequired } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';
import { demands, isMap, offers, words } from './editor-keywords.ts';
import type { EditorSchema } from './editor-keywords.ts';

/** The schema that is shown, and what it shows more than once. */
export interface View {
  readonly root: Schema;
  /** Filled while settings are shown: what stands there once, and is referred to wherever the setting can stand. */
  readonly definitions: Map<string, EditorSchema>;
}

/** A setting of a spec, with everything that it demands. */
export function showSetting(view: View, schema: Schema, path: string): EditorSchema {
  const plain = dereference(view.root, schema);
  return isMap(plain) ? showMapping(view, plain, path) : shareValue(view, plain, path);
}

/**
 * A reference to the definition of a setting without settings of its own, which can stand in an environment too. Nothing
 * stands beside it, since editors treat the keywords beside a `$ref` differently.
 */
export function shareValue(view: View, plain: Schema, path: string): EditorSchema {
  const { propertyNames: _, ...value } = plain;
  const own = words(plain, path);
  const shown: EditorSchema = {
    ...own,
    ...demands(value),
    ...offers(plain),
    ...(plain.items && { items: showItem(view, plain.items, path) }),
  };
  return own.description === undefined ? shown : share(view, shown, path);
}

function share({ definitions }: View, shown: EditorSchema, path: string): EditorSchema {
  const same = (name: string) => {
    const known = definitions.get(name);
    return known === undefined || JSON.stringify(known) === JSON.stringify(shown);
  };
  // A setting can have other words on another runtime.
  let name = path;
  for (let count = 2; !same(name); count += 1) name = `${path}-${count}`;
  definitions.set(name, shown);
  return { $ref: `#/definitions/${name}` };
}

/** A list replaces another one, so what is in it is the same everywhere. */
function showItem(view: View, schema: Schema, path: string): EditorSchema {
  const plain = dereference(view.root, schema);
  return isMap(plain) ? showMapping(view, plain, path) : shareValue(view, plain, `${path}.items`);
}

function showMapping(view: View, plain: Schema, path: string): EditorSchema {
  if (plain.orWord) {
    const { orWord, description: _, examples: __, ...mapping } = plain;
    const inside = showMapping(view, mapping, path);
    return { ...words(plain, path), ...offers(plain), anyOf: [{ enum: [orWord.word] }, inside] };
  }
  const { required } = plain;
  return {
    ...words(plain, path),
    ...demands(plain),
    ...(required && { required }),
    ...offers(plain),
    ...inside(plain, path, (child, name) => showSetting(view, child, name)),
    ...branchesIn(view, plain, path),
    ...elseRequired(plain),
  };
}

/** What may stand in a mapping. */
export function inside(
  { properties, additionalProperties, propertyNames }: Schema,
  path: string,
  show: (child: Schema, path: string) => EditorSchema,
): EditorSchema {
  const under = (child: Schema, step: string) => show(child, path === '' ? step : `${path}.${step}`);
  return {
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, child]) => [name, under(child, name)]),
      ),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? under(additionalProperties, '*') : additionalProperties,
    }),
    ...(propertyNames && { propertyNames: demands(propertyNames) }),
  };
}

/**
 * Moves the properties that are alike in all branches out of them: an editor that completes the whole mapping finds
 * them only there. The branches then only allow them.
 */
function branchesIn(view: View, plain: Schema, path: string): EditorSchema {
  const { if: condition, then, else: otherwise } = plain;
  if (!condition || !then || !otherwise) return {};
  const branches = [...(branchesOf(view.root, plain)?.schemas.values() ?? [])];
  const shared = sharedProperties(branches);
  const branch = (schema: Schema): EditorSchema => {
    // The mapping that has the branches already has the description.
    const { description: _, examples: __, ...rest } = dereference(view.root, schema);
    const own = showMapping(view, rest, path);
    const allowed = Object.fromEntries(Object.keys(shared).map((name) => [name, true]));
    return { ...own, ...(own.properties && { properties: { ...own.properties, ...allowed } }) };
  };
  const tested = Object.entries(condition.properties ?? {}).map(
    ([name, { const: value = '' }]) => [name, { title: `${path}.${name}`, const: value }] as const,
  );
  return {
    properties: Object.fromEntries(
      Object.entries(shared).map(([name, child]) => [name, showSetting(view, child, `${path}.${name}`)]),
    ),
    type: 'object',
    required: Object.keys(shared),
    if: { required: condition.required ?? [], properties: Object.fromEntries(tested) },
    then: branch(then),
    else: branch(otherwise),
  };
}

function sharedProperties(branches: readonly Schema[]): Readonly<Record<string, Schema>> {
  const [{ properties = {} } = {}] = branches;
  const isShared = (name: string) => {
    const wanted = JSON.stringify(properties[name]);
    return branches.every(
      (each) => each.required?.includes(name) && JSON.stringify(each.properties?.[name]) === wanted,
    );
  };
  return Object.fromEntries(Object.entries(properties).filter(([name]) => isShared(name)));
}
