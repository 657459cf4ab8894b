import { counted, pluralOf } from '../diagnostics/counted.ts';
import { entryOf, resourcesOf, sectionOf, textAt, textOf, typeOf, visit } from '../template/node.ts';
import type { Entry, MapNode, TemplateNode } from '../template/node.ts';
import type { PriceId } from '../facts/prices.ts';
import type { Range, TimeLine, UseLine } from './model.ts';
import { meters } from './usage.ts';
import type { Meter } from './usage.ts';

/** As AWS's own calculator counts: https://docs.aws.amazon.com/pricing-calculator/latest/userguide/what-is-pricing-calculator.html */
export const hoursOfMonth = 730;

/** The template of one of the stacks, by its name. */
export interface StackTemplate {
  readonly stack: string;
  readonly root: MapNode;
}

/** A resource whose lines are asked for, and what it can be looked up in. */
export interface Bill {
  readonly resource: Entry;
  readonly properties: TemplateNode | undefined;
  /** The resources of its stack. */
  readonly siblings: readonly Entry[];
  readonly templates: readonly StackTemplate[];
}

/** The properties of the first resource of a type in the same stack. */
export function propertiesOfType({ siblings }: Bill, type: string): TemplateNode | undefined {
  return propertiesOf(siblings.find(({ value }) => typeOf(value) === type)?.value);
}

export function propertiesOf(resource: TemplateNode | undefined): TemplateNode | undefined {
  return entryOf(resource, 'Properties');
}

/** The resources of a type in any of the stacks. */
export function resourcesOfType({ templates }: Bill, type: string): readonly TemplateNode[] {
  return templates
    .flatMap(({ root }) => resourcesOf(root))
    .filter(({ value }) => typeOf(value) === type)
    .map(({ value }) => value);
}

/** The number under a key; `otherwise` without it. */
export function numberAt(node: TemplateNode | undefined, key: string, otherwise: number): number {
  const text = textAt(node, key);
  return text === undefined || Number.isNaN(Number(text)) ? otherwise : Number(text);
}

/** A load balancer has at least two: archc always makes two, and what it can't see is another spec's. */
const usualSubnets = 2;

/** How many subnets a list has, or the export of the shared stack that it imports. */
export function countSubnets(list: TemplateNode | undefined, { templates }: Bill): number {
  if (list?.kind === 'list' && list.tag === undefined) return list.items.length;
  let name: string | undefined;
  if (list) visit(list, (node) => (name ??= /\$\{SharedStackName\}(-\w+)$/.exec(textOf(node) ?? '')?.[1]));
  const value = name === undefined ? undefined : exportedValue(name, templates);
  if (value?.kind === 'scalar') return String(value.value).split(',').length;
  // !Join [",", [...]]
  const joined = value?.kind === 'list' ? value.items[1] : undefined;
  return joined?.kind === 'list' ? joined.items.length : usualSubnets;
}

function exportedValue(ending: string, templates: readonly StackTemplate[]): TemplateNode | undefined {
  const outputs = templates.flatMap(({ root }) => sectionOf(root, 'Outputs'));
  const isIt = ({ value }: Entry) =>
    textAt(entryOf(value, 'Export'), 'Name')?.endsWith(`}${ending}`) ?? false;
  return entryOf(outputs.find(isIt)?.value, 'Value');
}

/** A million of what is charged by the million. */
export const million = 1_000_000;

/** What costs the same all the time. */
export function always(
  price: PriceId,
  words: string,
  quantity: number,
  ...decidedBy: readonly (TemplateNode | undefined)[]
): TimeLine {
  return { price, words, quantity: { floor: quantity, ceiling: quantity }, decidedBy };
}

/** What one part of a usage tells, which counts so many of its units as one of the price. */
export function byMeter(price: PriceId, meter: Meter, per = 1, words: string = meters[meter].words): UseLine {
  return { price, words, meters: [meter], quantity: (usage) => (usage[meter] ?? 0) / per };
}

/** One of something, all the time. */
export const one: Range = { floor: 1, ceiling: 1 };

export function sum(ranges: readonly Range[]): Range {
  const add = (end: keyof Range) => withoutNoise(ranges.reduce((total, range) => total + range[end], 0));
  return { floor: add('floor'), ceiling: add('ceiling') };
}

export function times({ floor, ceiling }: Range, factor: number): Range {
  return { floor: withoutNoise(floor * factor), ceiling: withoutNoise(ceiling * factor) };
}

/** Without what binary fractions add: 0.1 + 0.2 is 0.3. */
export function withoutNoise(number: number): number {
  return Number(number.toPrecision(12));
}

/** `2 to 16`, or `2`. */
export function wordRange({ floor, ceiling }: Range): string {
  return floor === ceiling ? String(floor) : `${floor} to ${ceiling}`;
}

/** `2 to 10 tasks`, `1 task`. */
export function countedRange(range: Range, noun: string): string {
  return range.floor === range.ceiling ? counted(range.floor, noun) : `${wordRange(range)} ${pluralOf(noun)}`;
}
