import { inFlow } from '../spec/flow.ts';
import { isMapping } from '../spec/path.ts';
import type { Schema } from '../spec/schema.ts';

type Nested =
  | 'properties'
  | 'additionalProperties'
  | 'propertyNames'
  | 'items'
  | 'if'
  | 'then'
  | 'else'
  | 'type'
  | 'enum';

/** The keywords that editors know beside those that say what is allowed. */
export interface EditorSchema extends Omit<Schema, Nested | 'definitions'> {
  readonly $schema?: string;
  readonly definitions?: Readonly<Record<string, EditorSchema>>;
  readonly type?: Schema['type'] | 'null' | readonly ['object', 'null'];
  readonly enum?: readonly (string | number | null)[];
  /** Shown in place of the description where text may be formatted. */
  readonly markdownDescription?: string;
  /** Shown in place of the language server's own message. */
  readonly errorMessage?: string;
  readonly defaultSnippets?: readonly Snippet[];
  readonly minProperties?: number;
  readonly properties?: Readonly<Record<string, EditorSchema | boolean>>;
  readonly additionalProperties?: boolean | EditorSchema;
  readonly propertyNames?: EditorSchema;
  readonly items?: EditorSchema;
  readonly anyOf?: readonly EditorSchema[];
  readonly allOf?: readonly EditorSchema[];
  readonly if?: EditorSchema;
  readonly then?: EditorSchema;
  readonly else?: EditorSchema;
}

export interface Snippet {
  readonly label: string;
  readonly body: unknown;
}

/** The keywords that are converted or left out; all others are kept. */
const converted = new Set([
  ...['$schema', '$id', '$ref', 'definitions', 'title', 'description', 'default', 'defaultBy', 'examples'],
  ...['absentProperties', 'orWord', 'inPlaceOf', 'required', 'properties', 'additionalProperties'],
  ...['propertyNames', 'items', 'if', 'then', 'else'],
]);

/** The keywords that say what is allowed, without those about what is inside. */
export function demands(schema: Schema): EditorSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !converted.has(keyword)));
}

/**
 * What an editor can insert. A mapping is offered as a snippet, because editors show it as `[object Object]` among
 * examples or defaults.
 */
export function offers(schema: Schema): EditorSchema {
  const { default: fallback, examples = [] } = schema;
  if (isMap(schema)) return examples.length === 0 ? {} : { defaultSnippets: examples.map(snippetOf) };
  return { ...(fallback !== undefined && { default: fallback }), ...(examples.length > 0 && { examples }) };
}

/** The text that hovering shows: the setting's full name, what it means, its default. */
export function words(schema: Schema, path: string): EditorSchema {
  const { description } = schema;
  if (description === undefined) return {};
  return { title: path, description, markdownDescription: inMarkdown(description, schema) };
}

export function isMap({ type, if: condition }: Schema): boolean {
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
export function snippetOf(example: unknown): Snippet {
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
