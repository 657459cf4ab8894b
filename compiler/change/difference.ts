import type { SpecPath } from '../spec/path.ts';
import type { ListNode, MapNode, TemplateNode } from '../template/node.ts';
import { toPlain } from '../template/plain.ts';
import type { Plain } from '../template/plain.ts';
import { simplify } from '../template/simplify.ts';
import type { KnownValues } from '../template/simplify.ts';
import { originsIn } from './origin.ts';

/** A value that differs between two templates; `undefined` where a template lacks it. */
export interface Difference {
  readonly path: readonly string[];
  readonly before: Plain | undefined;
  readonly after: Plain | undefined;
  /** The part of the spec that it comes from. */
  readonly from?: SpecPath;
}

/** The same thing in two versions of a template. */
export interface Versions<T> {
  readonly before: T;
  readonly after: T;
}

/**
 * Compares two versions of a part of a template, each with the values of its stack's parameters. Whatever CloudFormation
 * could see to differ is in the result, at least as a whole.
 */
export function compare(
  before: TemplateNode | undefined,
  after: TemplateNode | undefined,
  parameters: Versions<KnownValues>,
): readonly Difference[] {
  function walk(
    nodes: Versions<TemplateNode | undefined>,
    path: readonly string[],
    outer: SpecPath | undefined,
  ): readonly Difference[] {
    const values = {
      before: nodes.before && simplify(toPlain(nodes.before), parameters.before),
      after: nodes.after && simplify(toPlain(nodes.after), parameters.after),
    };
    if (canonical(values.before) === canonical(values.after)) return [];
    const from = nodes.after?.from ?? outer;
    const parts = pairParts(nodes)?.flatMap(([key, pair]) => walk(pair, [...path, key], from));
    if (parts?.length) return parts;
    const origin = from ?? (nodes.after && originsIn(nodes.after)[0]);
    return [{ path, ...values, ...(origin && { from: origin }) }];
  }
  return walk({ before, after }, [], undefined);
}

type Parts = ReadonlyMap<string, TemplateNode>;

/** The parts to compare with each other; `undefined` when the two are compared as a whole. */
function pairParts({
  before,
  after,
}: Versions<TemplateNode | undefined>):
  readonly (readonly [string, Versions<TemplateNode | undefined>])[] | undefined {
  if (!before || !after || before.kind !== after.kind) return undefined;
  const [former, now] = [partsOf(before), partsOf(after)];
  if (!former || !now || (before.kind === 'list' && isReordered(former, now))) return undefined;
  const keys = new Set([...former.keys(), ...now.keys()]);
  return [...keys].map((key) => [key, { before: former.get(key), after: now.get(key) }]);
}

/** A mapping's values by key; a list's items by name, if each has a different one. */
function partsOf(node: TemplateNode): Parts | undefined {
  if (node.tag !== undefined || node.kind === 'scalar' || isFunction(node)) return undefined;
  if (node.kind === 'map') return new Map(node.entries.map(({ key, value }) => [key, value]));
  const named = new Map(node.items.map((item) => [nameOf(item), item]));
  return named.size === node.items.length && !named.has('') ? named : undefined;
}

/** Whether it is a function in its long form: its argument is no part of the template, as that of a tag is not. */
function isFunction(node: MapNode | ListNode): boolean {
  return node.kind === 'map' && /^(Ref|Fn::\w+)$/.test(node.entries.map(({ key }) => key).join());
}

/** Whether items that both have stand in another order: CloudFormation compares lists item by item. */
function isReordered(before: Parts, after: Parts): boolean {
  const common = [...before.keys()].filter((key) => after.has(key));
  const order = [...after.keys()].filter((key) => before.has(key));
  return common.join('\n') !== order.join('\n');
}

/** Whether two lists have the same items in another order. */
export function isOrderOnly({ before, after }: Difference): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  const sorted = (items: readonly Plain[]) => items.map(canonical).sort().join();
  return sorted(before as readonly Plain[]) === sorted(after as readonly Plain[]);
}

function nameOf(item: TemplateNode): string {
  if (item.kind !== 'map') return '';
  const name = item.entries.find(({ key }) => ['Name', 'Key', 'PolicyName'].includes(key))?.value;
  return name?.kind === 'scalar' && name.tag === undefined ? String(name.value) : '';
}

/**
 * The same text for values that CloudFormation treats as equal: it ignores the order of keys, and reads scalars as
 * text.
 */
function canonical(plain: Plain | undefined): string | undefined {
  if (plain === undefined) return undefined;
  if (typeof plain !== 'object') return JSON.stringify(String(plain));
  if (Array.isArray(plain)) return `[${(plain as readonly Plain[]).map(canonical).join()}]`;
  const entries = Object.entries(plain).map(
    ([key, value]) => `${JSON.stringify(key)}:${String(canonical(value))}`,
  );
  return `{${entries.sort().join()}}`;
}
