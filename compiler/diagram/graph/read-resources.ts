import { entryOf, resourcesOf, sectionOf, textAt, typeOf, visit } from '../../template/node.ts';
import type { Entry } from '../../template/node.ts';
import { namesIn } from '../../template/references.ts';
import { toPlain } from '../../template/plain.ts';
import type { Plain } from '../../template/plain.ts';
import type { StackKind, Template } from '../../template/template.ts';

/** A resource of one of the templates. Its properties name other resources by links, also those of the other stack. */
export interface Resource {
  /** `shared/Vpc` */
  readonly key: string;
  readonly stack: StackKind;
  readonly id: string;
  readonly type: string;
  readonly properties: Value;
  /** The modules that wrote it, the first one first. */
  readonly modules: readonly string[];
}

/** A use of something: a resource, an import that no template here exports, or a parameter. */
export interface Link {
  /** `shared/DatabaseCluster`, `import/ClusterArn`, `parameter/ImageUri`. */
  readonly link: string;
  /** Empty for a `Ref`. */
  readonly attribute: string;
}

/** Plain data without CloudFormation's functions: links, and texts that may have links besides. */
export type Value = string | number | boolean | readonly Value[] | Link | { readonly [key: string]: Value };

export type Resources = ReadonlyMap<string, Resource>;

/** The resources of a type. */
export function ofType(resources: Resources, wanted: string): readonly Resource[] {
  return [...resources.values()].filter(({ type }) => type === wanted);
}

/** The resources of the templates, shared ones first, in the order in which they stand there. */
export function readResources(templates: readonly Template[]): Resources {
  const exported = new Map(templates.flatMap(exportsOf));
  const read = templates.flatMap(({ stack, root }) =>
    resourcesOf(root).map((entry): Resource => {
      const properties = entryOf(entry.value, 'Properties');
      return {
        key: `${stack}/${entry.key}`,
        stack,
        id: entry.key,
        type: typeOf(entry.value),
        properties: settle(properties ? toPlain(properties) : {}, { stack, exported }),
        modules: modulesOf(entry),
      };
    }),
  );
  return new Map(read.map((resource) => [resource.key, resource]));
}

interface Exported {
  readonly stack: StackKind;
  readonly value: Plain;
}

/** The values of a template's exports, by their names without the stack's. */
function exportsOf({ stack, root }: Template): readonly (readonly [string, Exported])[] {
  return sectionOf(root, 'Outputs').flatMap(({ value }) => {
    const name = textAt(entryOf(value, 'Export'), 'Name');
    const exported = entryOf(value, 'Value');
    return name === undefined || !exported
      ? []
      : [[withoutStack(name), { stack, value: toPlain(exported) }] as const];
  });
}

/** `${SharedStackName}-VpcId` imports the export `${AWS::StackName}-VpcId`. */
function withoutStack(name: string): string {
  return name.replace(/^\$\{[^}]*\}-/, '');
}

function modulesOf(entry: Entry): readonly string[] {
  const names = new Set([entry.module]);
  visit(entry.value, (node) => {
    if (node.kind === 'map') for (const { module } of node.entries) names.add(module);
    // What an option appends to a list, or derives of its settings, is known by them.
    const [section, option] = node.from ?? [];
    if (section === 'options') names.add(String(option));
  });
  return [...names].filter((name) => name !== undefined);
}

interface Scope {
  readonly stack: StackKind;
  readonly exported: ReadonlyMap<string, Exported>;
}

function settle(value: Plain, scope: Scope): Value {
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map((each) => settle(each, scope)).filter((each) => each !== noValue);
  const entries = Object.entries(value);
  const [[name, argument] = ['', '']] = entries;
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::')))
    return settleFunction(name, argument, scope);
  return Object.fromEntries(entries.map(([key, each]) => [key, settle(each, scope)]));
}

const noValue = '${AWS::NoValue}';

function settleFunction(name: string, argument: Plain, scope: Scope): Value {
  const parts = isList(argument) ? argument : [argument];
  const [first = '', second = '', third = ''] = parts;
  const text = typeof first === 'string' ? first : '';
  if (name === 'Ref') return linkTo(text, scope);
  if (name === 'Fn::GetAtt') return linkTo(parts.map(String).join('.'), scope);
  if (name === 'Fn::Sub') return substitute(text, second, scope);
  if (name === 'Fn::ImportValue') return settleImport(settle(argument, scope), scope);
  if (name !== 'Fn::If') return settle(argument, scope);
  // What holds for an image of the account, and not for a public one.
  const otherwise = settle(third, scope);
  return otherwise === noValue ? settle(second, scope) : otherwise;
}

/** The text and what it uses. */
function substitute(text: string, locals: Plain, scope: Scope): Value {
  const own = typeof locals === 'object' && !isList(locals) ? locals : {};
  const used = namesIn(text).filter((name) => !Object.hasOwn(own, name) && !name.startsWith('AWS::'));
  const links = used.map((name) => linkTo(name, scope));
  const others = Object.values(own).map((each) => settle(each, scope));
  return links.length + others.length === 0 ? text : [text, ...links, ...others];
}

function settleImport(name: Value, { exported }: Scope): Value {
  const key = withoutStack(textsIn(name)[0] ?? '');
  const found = exported.get(key);
  return found
    ? settle(found.value, { stack: found.stack, exported })
    : { link: `import/${key}`, attribute: '' };
}

/** `Subnet1.AvailabilityZone`; what AWS knows by itself, such as the region, is a text. */
function linkTo(text: string, { stack }: Scope): Value {
  if (text.startsWith('AWS::')) return `\${${text}}`;
  const [name = '', ...attribute] = text.split('.');
  return { link: `${stack}/${name}`, attribute: attribute.join('.') };
}

function isList(value: Plain | Value): value is readonly never[] {
  return Array.isArray(value);
}

export function isLink(value: Value | undefined): value is Link {
  return typeof value === 'object' && 'link' in value && 'attribute' in value;
}

/** Every link in a value, in its order. */
export function linksIn(value: Value | undefined): readonly Link[] {
  if (value === undefined || typeof value !== 'object') return [];
  if (isLink(value)) return [value];
  return Object.values(value).flatMap(linksIn);
}

/** What a value uses, in its order: `shared/DatabaseCluster`. */
export function usedIn(value: Value | undefined): readonly string[] {
  return linksIn(value).map(({ link }) => link);
}

/** Every text in a value, in its order. */
export function textsIn(value: Value | undefined): readonly string[] {
  if (value === undefined || isLink(value)) return [];
  if (typeof value !== 'object') return [String(value)];
  return Object.values(value).flatMap(textsIn);
}

/** The value at a path of keys, `NetworkConfiguration.IngressConfiguration`; of a list, all items' values there. */
export function valueAt(value: Value | undefined, path: string): Value | undefined {
  let found = value;
  for (const key of path === '' ? [] : path.split('.')) {
    if (found === undefined || typeof found !== 'object' || isLink(found)) return undefined;
    if (Array.isArray(found)) {
      const items = (found as readonly Value[]).map((item) => valueAt(item, key));
      found = items.filter((item) => item !== undefined);
    } else found = (found as Readonly<Record<string, Value>>)[key];
  }
  return found;
}

/** The first text at a path. */
export function textAtPath(value: Value | undefined, path: string): string | undefined {
  return textsIn(valueAt(value, path))[0];
}

/** The items of a list; a value that is none is the only item. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}
