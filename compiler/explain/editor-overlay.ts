import { fixedInEnvironments } from '../spec/fixed-in-environments.ts';
import { branchesOf, dereference } from '../spec/schema.ts';
import type { Branches, Schema } from '../spec/schema.ts';
import { demands, isMap, offers, words } from './editor-keywords.ts';
import type { EditorSchema } from './editor-keywords.ts';
import { inside, shareValue } from './editor-setting.ts';
import type { View } from './editor-setting.ts';

/** What `null` means in an environment. */
const takenBack: EditorSchema = { $ref: '#/definitions/null' };

const definitionOfNull: EditorSchema = {
  title: 'null',
  description: 'Takes the value back: the environment has the default, or nothing where a setting has none.',
  type: 'null',
  enum: [null],
};

/**
 * Defines an environment's part of a spec: the same settings, none of which is required, and each of which can be
 * `null`.
 */
export function defineEnvironment(view: View): EditorSchema {
  const { properties = {} } = view.root;
  const own = Object.entries(properties).filter(([name]) => !fixedInEnvironments.includes(name));
  view.definitions.set('null', definitionOfNull);
  view.definitions.set('environment', {
    description:
      'What is laid over the rest of the spec here: mappings are merged, lists and values replace, and `null` takes a value back.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: Object.fromEntries(own.map(([name, schema]) => [name, definePart(view, schema, name)])),
    if: { required: ['sharedStack'], properties: { sharedStack: { type: 'string' } } },
    then: { properties: { shared: takenBack } },
  });
  return { $ref: '#/definitions/environment' };
}

/**
 * Completes what is under `preview`: the same settings as in the sections of an environment, but for the name of the domain.
 */
export function withPreviewParts(view: View, preview: EditorSchema): EditorSchema {
  const backend = view.root.properties?.['backend'];
  if (!backend) return preview;
  view.definitions.set('preview.backend', overlay(view, withStar(backend), 'backend'));
  const parts = {
    backend: { $ref: '#/definitions/preview.backend' },
    options: partOf('options'),
    tags: partOf('tags'),
  };
  return { ...preview, properties: { ...preview.properties, ...parts } };
}

/** The name of a preview's domain can begin with a star. */
function withStar(schema: Schema): Schema {
  const domain = schema.properties?.['domain'];
  const name = domain?.properties?.['name'];
  if (!name) return schema;
  const pattern = `^(\\*\\.)?${(name.pattern ?? '').replace(/^\^/, '')}`;
  const properties = { ...domain.properties, name: { ...name, pattern } };
  return { ...schema, properties: { ...schema.properties, domain: { ...domain, properties } } };
}

/** The sections of a spec whose settings can be left to its environments. */
export function partsForEnvironments({ root }: View): Readonly<Record<string, EditorSchema>> {
  const sections = Object.entries(root.properties ?? {}).filter(
    ([name, schema]) => isMap(dereference(root, schema)) && !fixedInEnvironments.includes(name),
  );
  return Object.fromEntries(sections.map(([name]) => [name, partOf(name)]));
}

function definePart(view: View, schema: Schema, name: string): EditorSchema {
  const shown = overlay(view, schema, name);
  if (!isMap(dereference(view.root, schema))) return shown;
  view.definitions.set(`environment.${name}`, shown);
  return partOf(name);
}

function partOf(name: string): EditorSchema {
  return { $ref: `#/definitions/environment.${name}` };
}

function overlay(view: View, schema: Schema, path: string): EditorSchema {
  const plain = dereference(view.root, schema);
  if (!isMap(plain)) return { ...inShort(plain), anyOf: [shareValue(view, plain, path), takenBack] };
  const { markdownDescription: _, ...shown } = words(plain, path);
  if (!plain.orWord) return { ...shown, ...offers(plain), ...mapping(view, plain, path) };
  const word: EditorSchema = { enum: [plain.orWord.word] };
  const { orWord: __, ...rest } = plain;
  return { ...shown, ...offers(plain), anyOf: [word, mapping(view, rest, path)] };
}

function mapping(view: View, plain: Schema, path: string): EditorSchema {
  const branches = branchesOf(view.root, plain);
  if (branches) return anyBranch(view, branches, path);
  return {
    ...demands(plain),
    type: ['object', 'null'],
    ...inside(plain, path, (child, name) => overlay(view, child, name)),
  };
}

/**
 * What decides between branches can stand outside of the environment, so the settings of all can stand here. Where the
 * environment decides it, those of the others can only be taken back.
 */
function anyBranch(view: View, { property, schemas }: Branches, path: string): EditorSchema {
  const branches = [...schemas.values()].map(({ properties = {} }) => properties);
  const names = [...new Set(branches.flatMap(Object.keys))];
  return {
    type: ['object', 'null'],
    additionalProperties: false,
    properties: Object.fromEntries(
      names.map((name) => [name, inAnyBranch(view, branches, { name, path: `${path}.${name}` })]),
    ),
    allOf: [...schemas].map(([value, { properties = {} }]) => ({
      if: { required: [property], properties: { [property]: { const: value } } },
      then: {
        properties: Object.fromEntries(
          names.filter((name) => !Object.hasOwn(properties, name)).map((name) => [name, takenBack]),
        ),
      },
    })),
  };
}

function inAnyBranch(
  view: View,
  branches: readonly Readonly<Record<string, Schema>>[],
  { name, path }: { readonly name: string; readonly path: string },
): EditorSchema {
  const different = new Map(
    branches.flatMap(({ [name]: schema }) => (schema ? [[JSON.stringify(schema), schema] as const] : [])),
  );
  const [first, ...others] = [...different.values()].map((schema) => overlay(view, schema, path));
  if (!first || others.length === 0) return first ?? {};
  return { anyOf: [first, ...others].flatMap((each) => each.anyOf ?? [each]) };
}

/** What completion shows; hovering shows all of it, from the definition. */
function inShort({ description = '' }: Schema): EditorSchema {
  return { description: /^.*?[^.](?=[.:] |\.?$)/.exec(description)?.[0] ?? description };
}
