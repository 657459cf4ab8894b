import { compare } from '../change/difference.ts';
import type { Difference } from '../change/difference.ts';
import { originOf } from '../change/origin.ts';
import { decidedAt } from '../diagnostics/place.ts';
import type { Toolkit } from '../modules/module.ts';
import type { Compiled } from '../phases/results.ts';
import { isMapping, valueAt } from '../spec/path.ts';
import type { SpecPath } from '../spec/path.ts';
import { entryOf, resourcesOf, sectionOf, typeOf } from '../template/node.ts';
import type { MapNode, TemplateNode } from '../template/node.ts';
import type { Plain } from '../template/plain.ts';
import { resolveMappings } from '../template/resolve-mappings.ts';
import type { StackKind } from '../template/template.ts';

/** The same thing of both environments. */
export type Both<T> = readonly [first: T, second: T];

/** How two environments of a spec differ. Neither becomes the other, so nothing is said about what a change would do. */
export interface Contrast {
  /** Those that at least one of them writes, in the order of the spec. */
  readonly settings: readonly ValueContrast[];
  readonly stacks: readonly StackContrast[];
}

/** A value that both have, or one of them. */
export interface ValueContrast {
  readonly path: readonly string[];
  /** `undefined` where it is missing. */
  readonly values: Both<Plain | undefined>;
  /** The parts of the spec that decide. */
  readonly from: Both<SpecPath | undefined>;
}

export interface StackContrast {
  readonly kind: StackKind;
  readonly resources: readonly ItemContrast[];
  readonly parameters: readonly ItemContrast[];
  readonly outputs: readonly ItemContrast[];
}

/** A resource, parameter or output. */
export interface ItemContrast {
  readonly name: string;
  /** The type of a resource. */
  readonly type?: string;
  /** Which of the two environments has it alone. */
  readonly only?: 0 | 1;
  /** The part of the spec that a resource of one environment comes from. */
  readonly from?: SpecPath;
  readonly differences: readonly ValueContrast[];
}

/**
 * Compares two environments of a spec: their settings, and the templates. What differs because their stacks have
 * different names is left out.
 */
export function contrast(compiled: Both<Compiled>, toolkit: Toolkit): Contrast {
  const kinds: readonly StackKind[] = ['shared', 'backend'];
  return {
    settings: contrastSettings(compiled),
    stacks: kinds.map((kind) => contrastStack(kind, compiled, toolkit)),
  };
}

export function isAlike({ settings, stacks }: Contrast): boolean {
  return (
    settings.length === 0 &&
    stacks.every((stack) =>
      [stack.resources, stack.parameters, stack.outputs].every(({ length }) => length === 0),
    )
  );
}

/** The name and the region are shown with the stacks. */
const apart = ['name', 'region', 'account', 'stackNames', 'sharedStack'];

function contrastSettings(compiled: Both<Compiled>): readonly ValueContrast[] {
  const specs = both(compiled, ({ resolved }) => resolved.spec as unknown);
  const order = both(compiled, ({ resolved }) => Object.keys(resolved.tree.data as object)).flat();
  return walk(specs, [])
    .filter(({ path: [root = ''] }) => !apart.includes(root))
    .filter(({ path }) => compiled.some(({ resolved: { tree } }) => decidedAt(tree, path) !== undefined))
    .map((each) => shownAs(each, compiled))
    .sort((one, other) => order.indexOf(one.path[0] ?? '') - order.indexOf(other.path[0] ?? ''));
}

function walk(values: Both<unknown>, path: readonly string[]): readonly ValueContrast[] {
  const [first, second] = values;
  if (isMapping(first) && isMapping(second)) {
    const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
    return [...keys].flatMap((key) => walk([first[key], second[key]], [...path, key]));
  }
  if (JSON.stringify(first) === JSON.stringify(second)) return [];
  return [{ path, values: [first as Plain | undefined, second as Plain | undefined], from: [path, path] }];
}

/** Where nothing holds, what the spec says itself: the word for nothing. */
function shownAs({ path, values, from }: ValueContrast, compiled: Both<Compiled>): ValueContrast {
  const written = both(compiled, ({ resolved: { tree } }) => valueAt(tree.data, path) as Plain | undefined);
  return { path, from, values: [values[0] ?? written[0], values[1] ?? written[1]] };
}

function contrastStack(kind: StackKind, compiled: Both<Compiled>, toolkit: Toolkit): StackContrast {
  const roots = both(compiled, ({ templates }) => {
    const template = templates.find(({ stack }) => stack === kind);
    return template && resolveMappings(template.root);
  });
  const differencesOf = (nodes: Both<TemplateNode | undefined>) =>
    contrastNodes(nodes).filter((each) => !isByName(each));
  const originIn = (only: 0 | 1, name: string, node: TemplateNode) =>
    originOf({ logicalId: name, node, kind }, { resolved: compiled[only].resolved, toolkit });
  const items = (section: string): ItemContrast[] =>
    pairItems(section, roots).flatMap(({ name, nodes }): ItemContrast[] => {
      const [first, second] = nodes;
      const isResource = section === 'Resources';
      const present = second ?? first;
      const type = isResource && present && { type: typeOf(present) };
      if (first && second) {
        const differences = differencesOf(isResource ? [shownOf(first), shownOf(second)] : nodes);
        return differences.length === 0 ? [] : [{ name, ...type, differences }];
      }
      if (!present) return [];
      const only = first ? 0 : 1;
      const from = isResource && { from: originIn(only, name, present) };
      return [{ name, ...type, only, ...from, differences: [] }];
    });
  return {
    kind,
    resources: items('Resources').sort((one, other) => weightOf(one) - weightOf(other)),
    // Its default is the name of the stack.
    parameters: items('Parameters').filter(({ name }) => name !== 'SharedStackName'),
    outputs: items('Outputs'),
  };
}

/** A resource without what says nothing about the resource itself: in which order it is made. */
function shownOf(node: TemplateNode): TemplateNode {
  if (node.kind !== 'map') return node;
  const properties = entryOf(node, 'Properties');
  const own = properties?.kind === 'map' ? properties.entries : [];
  const attributes = node.entries.filter(({ key }) => !['Type', 'DependsOn', 'Properties'].includes(key));
  return { ...node, entries: [...attributes, ...own] };
}

/** What both have stands first, then what the first has alone. */
function weightOf({ only }: ItemContrast): number {
  return only ?? -1;
}

function pairItems(
  section: string,
  roots: Both<MapNode | undefined>,
): readonly { readonly name: string; readonly nodes: Both<TemplateNode | undefined> }[] {
  const entries = both(roots, (root) =>
    section === 'Resources' ? resourcesOf(root) : sectionOf(root, section),
  );
  const names = new Set(entries.flatMap((each) => each.map(({ key }) => key)));
  return [...names].map((name) => ({
    name,
    nodes: both(entries, (each) => each.find(({ key }) => key === name)?.value),
  }));
}

/** Compares in both directions, because a difference names only the part of the spec that its second value comes from. */
function contrastNodes([first, second]: Both<TemplateNode | undefined>): readonly ValueContrast[] {
  const parameters = { before: {}, after: {} };
  const forth = compare(first, second, parameters);
  const back = new Map(compare(second, first, parameters).map((each) => [keyOf(each), each.from]));
  return forth.map((difference) => {
    const { path, before, after, from } = difference;
    const other = back.get(keyOf(difference));
    return { path, values: [before, after], from: [other ?? from, from ?? other] };
  });
}

function keyOf({ path }: Difference): string {
  return JSON.stringify(path);
}

/** Whether both values are there because of the names that the environments' stacks have. */
function isByName({ from }: ValueContrast): boolean {
  return from.every((path) => path?.[0] === 'name' || path?.[0] === 'stackNames');
}

function both<T, U>([first, second]: Both<T>, of: (each: T) => U): Both<U> {
  return [of(first), of(second)];
}
