import { inFlow } from '../spec/flow.ts';
import { isMapping } from '../spec/path.ts';
import { branchesOf, dereference, elseRequired } from '../spec/schema.ts';
import type { Schema } from '../spec/schema.ts';

type Nested = 'properties' | 'additionalProperties' | 'propertyNames' | 'items' | 'if' | 'then' | 'else';

/** The keywords that editors know beside those that say what is allowed. */
export interface EditorSchema extends Omit<Schema, Nested | '$ref' | 'definitions'> {
  readonly $schema?: string;
  /** Shown in place of the description where text may be formatted. */
  readonly markdownDescription?: string;
  /** Shown in place of the language server's own message. */
  readonly errorMessage?: string;
  readonly defaultSnippets?: readonly Snippet[];
  readonly properties?: Readonly<Record<string, EditorSchema | boolean>>;
  readonly additionalProperties?: boolean | EditorSchema;
  readonly propertyNames?: EditorSchema;
  readonly items?: EditorSchema;
  readonly anyOf?: readonly EditorSchema[];
  readonly if?: EditorSchema;
  readonly then?: EditorSchema;
  readonly else?: EditorSchema;
}

interface Snippet {
  readonly label: string;
  readonly body: unknown;
}

/**
 * The schema as editors load it. Every setting has its full name as title and its default in the text that hovering
 * shows; examples of mappings are snippets. Definitions stand in place of the references to them, since editors treat
 * the keywords beside a `$ref` differently.
 */
export function editorSchema(root: Schema): EditorSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...show(root, root, ''),
    title: 'archc spec',
    defaultSnippets: [{ ...snippetOf(newSpec(root)), label: 'new spec' }],
    if: { required: ['sharedStack'] },
    then: { properties: { shared: false }, errorMessage: '"shared" and "sharedStack" exclude each other' },
    else: {
      required: ['shared'],
      errorMessage:
        'Add "shared" with its availabilityZones, or "sharedStack" with the name of an existing shared stack',
    },
  };
}

/** An example of every part that a spec must have. */
function newSpec(root: Schema): Readonly<Record<string, unknown>> {
  const needed = [...(root.required ?? []), 'shared'];
  const examples = Object.entries(root.properties ?? {})
    .filter(([name]) => needed.includes(name))
    .map(([name, schema]) => [name, dereference(root, schema).examples?.[0]] as const);
  return Object.fromEntries(examples);
}

function show(root: Schema, schema: Schema, path: string): EditorSchema {
  const plain = dereference(root, schema);
  const { description, properties, additionalProperties, propertyNames, items } = plain;
  const under = (child: Schema, step: string) => show(root, child, path === '' ? step : `${path}.${step}`);
  const words = description !== undefined && {
    title: path,
    description,
    markdownDescription: inMarkdown(description, plain),
  };
  if (plain.orWord) {
    const { orWord, description: _, examples: __, ...mapping } = plain;
    return { ...words, ...offers(plain), anyOf: [{ enum: [orWord.word] }, show(root, mapping, path)] };
  }
  return {
    ...words,
    ...demands(plain),
    ...offers(plain),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, child]) => [name, under(child, name)]),
      ),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? under(additionalProperties, '*') : additionalProperties,
    }),
    ...(propertyNames && { propertyNames: show(root, propertyNames, path) }),
    ...(items && { items: show(root, items, path) }),
    ...branchesIn(root, plain, path),
    ...elseRequired(plain),
  };
}

/** The keywords that `show` converts or leaves out; it keeps all others. */
const shown = new Set([
  ...['$schema', '$id', '$ref', 'definitions', 'title', 'description', 'default', 'defaultBy', 'examples'],
  ...[
    'absentProperties',
    'orWord',
    'inPlaceOf',
    'properties',
    'additionalProperties',
    'propertyNames',
    'items',
    'if',
    'then',
    'else',
  ],
]);

/** The keywords that say what is allowed, without those about what is inside. */
function demands(schema: Schema): EditorSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !shown.has(keyword)));
}

/**
 * What an editor can insert. A mapping is offered as a snippet, because editors show it as `[object Object]` among
 * examples or defaults.
 */
function offers(schema: Schema): EditorSchema {
  const { default: fallback, examples = [] } = schema;
  if (isMap(schema)) return examples.length === 0 ? {} : { defaultSnippets: examples.map(snippetOf) };
  return { ...(fallback !== undefined && { default: fallback }), ...(examples.length > 0 && { examples }) };
}

/**
 * Moves the properties that are alike in all branches out of them: an editor that completes the whole mapping finds
 * them only there. The branches then only allow them.
 */
function branchesIn(root: Schema, plain: Schema, path: string): EditorSchema {
  const { if: condition, then, else: otherwise } = plain;
  if (!condition || !then || !otherwise) return {};
  const branches = [...(branchesOf(root, plain)?.schemas.values() ?? [])];
  const shared = sharedProperties(branches);
  const branch = (schema: Schema): EditorSchema => {
    // The mapping that has the branches already has the description.
    const { description: _, examples: __, ...rest } = dereference(root, schema);
    const inside = show(root, rest, path);
    const allowed = Object.fromEntries(Object.keys(shared).map((name) => [name, true]));
    return { ...inside, ...(inside.properties && { properties: { ...inside.properties, ...allowed } }) };
  };
  const tested = Object.entries(condition.properties ?? {}).map(
    ([name, { const: value = '' }]) => [name, { title: `${path}.${name}`, const: value }] as const,
  );
  return {
    properties: Object.fromEntries(
      Object.entries(shared).map(([name, child]) => [name, show(root, child, `${path}.${name}`)]),
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

function isMap({ type, if: condition }: Schema): boolean {
  return type === 'object' || condition !== undefined;
}

function inMarkdown(description: string, schema: Schema): string {
  const { default: fallback, defaultBy, examples } = schema;
  const example = examples?.[0];
  return [
    description,
    ...(defaultBy === undefined ? [] : [`Default: depends on \`${defaultBy}\`.`]),
    ...(isMap(schema) || fallback === undefined ? [] : [`Default: \`${inFlow(fallback)}\``]),
    ...(isMap(schema) && example !== undefined ? [`Example: \`${inFlow(example)}\``] : []),
  ].join('\n\n');
}

/** A snippet made of the example, with a tab stop for each value. */
function snippetOf(example: unknown): Snippet {
  let stop = 0;
  const withStops = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withStops);
    if (isMapping(value))
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withStops(child)]));
    stop += 1;
    return `\${${stop}:${inFlow(value)}}`;
  };
  return { label: inFlow(example), body: withStops(example) };
}
