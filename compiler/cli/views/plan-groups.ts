import { actionWords } from '../../change/action.ts';
import { originsIn } from '../../change/origin.ts';
import { sum } from '../../cost/bill.ts';
import type { ResourceCosts } from '../../cost/resource-costs.ts';
import type { PlannedChange } from '../../deploy/plan/plan.ts';
import { isGiven } from '../../diagnostics/place.ts';
import { expectedTime } from '../../facts/expected-times.ts';
import type { ExpectedTime } from '../../facts/expected-times.ts';
import type { SpecTree } from '../../spec/model.ts';
import type { SpecPath } from '../../spec/path.ts';
import { areaOf, areas } from '../../template/areas.ts';
import { resourceIn } from '../../template/node.ts';
import type { TemplateNode } from '../../template/node.ts';
import type { Template } from '../../template/template.ts';
import { onOneLine } from '../terminal/clean.ts';
import { counted, pluralOf } from '../../diagnostics/counted.ts';
import { aboutMoney } from '../../cost/money.ts';
import type { Paint } from './paint.ts';
import type { PlaceOf } from './spec-place.ts';

/** What is created of an area. */
export interface Group {
  readonly name: string;
  readonly changes: readonly PlannedChange[];
  /** The parts of the spec that they come from. */
  readonly sources: readonly SpecPath[];
  /** How many there are of each type, and what one is called; those that say most come first. */
  readonly kinds: readonly Kind[];
}

interface Kind {
  readonly type: string;
  readonly noun: string;
  readonly number: number;
}

/** The changes of a stack by their areas, in the order of those. Types without an area come last. */
export function groupByArea(
  changes: readonly PlannedChange[],
  template: Template,
  tree: SpecTree,
): readonly Group[] {
  const rest = [...new Set(changes.map(({ type }) => type))].filter((type) => !areaOf(type));
  const others = { id: 'other', nouns: Object.fromEntries(rest.map((type) => [type, lastPartOf(type)])) };
  return [...areas, others].flatMap(({ id, nouns }): readonly Group[] => {
    const members = changes.filter(({ type }) => Object.hasOwn(nouns, type));
    if (members.length === 0) return [];
    const kinds = Object.entries(nouns)
      .map(([type, noun]) => ({ type, noun, number: members.filter((each) => each.type === type).length }))
      .filter(({ number }) => number > 0);
    const found = members.flatMap((change) => sourcesOf(change, template.root));
    const given = found.filter((path) => !isOfOption(path) || isGiven(tree, path));
    const sources = given.length === 0 ? [[template.stack]] : given;
    return [{ name: id.replaceAll('-', ' '), changes: members, sources, kinds }];
  });
}

/** Where a resource comes from, with the options that set something of it, such as the rules of the web ACL. */
function sourcesOf({ logicalId, from }: PlannedChange, template: TemplateNode): readonly SpecPath[] {
  const node = resourceIn(template, logicalId);
  const options = node ? originsIn(node).filter(isOfOption) : [];
  // What two options set comes from all options, which says less than the two.
  const paths = isOfOption(from) && options.length > 0 ? options : [from, ...options];
  return paths.map((path) => (isOfOption(path) ? path.slice(0, 2) : path));
}

function isOfOption([section]: SpecPath): boolean {
  return section === 'options';
}

function lastPartOf(type: string): string {
  return type.split('::').at(-1) ?? type;
}

interface GroupRendering {
  /** How many characters a line may have. */
  readonly columns: number;
  readonly costs: ResourceCosts;
  readonly placeOf: PlaceOf;
  readonly paint: Paint;
}

/** A line for each group: how many, of what, and why; below it what it costs, and how long it takes. */
export function renderGroups(groups: readonly Group[], rendering: GroupRendering): readonly string[] {
  const names = Math.max(0, ...groups.map(({ name }) => name.length));
  const digits = Math.max(0, ...groups.map(({ changes }) => String(changes.length).length));
  return groups.flatMap((group) => renderGroup(group, names, digits, rendering));
}

function renderGroup(
  { name, changes, sources, kinds }: Group,
  names: number,
  digits: number,
  { columns, costs, placeOf, paint }: GroupRendering,
): readonly string[] {
  const { sign, colour } = actionWords.create;
  const area = `${sign} ${name.padEnd(names)}`;
  const number = String(changes.length).padStart(digits);
  const lead = `  ${paint(area, colour)}  ${number}  `;
  const places = `(${wordSources(sources, placeOf)})`;
  const room = columns - `  ${area}  ${number}  `.length;
  const beside = wordKinds(kinds, room - places.length - 2);
  const isBeside = beside.length + places.length + 2 <= room;
  const details = [wordCosts(changes, costs), longestTime(kinds)].filter((each) => each !== undefined);
  return [
    `${lead}${isBeside ? `${beside}  ${places}` : wordKinds(kinds, room)}`,
    ...(isBeside ? [] : [`      ${places}`]),
    ...(details.length === 0 ? [] : [`      ${details.join('; ')}`]),
  ];
}

/** `VPC, 2 subnets and 9 more`, as much as there is room for; at least the first one. */
function wordKinds(kinds: readonly Kind[], room: number): string {
  const [only, ...others] = kinds;
  // The number of all stands beside it.
  if (only && others.length === 0) return only.number === 1 ? only.noun : pluralOf(only.noun);
  const words = kinds.map(({ noun, number }) => (number === 1 ? noun : counted(number, noun)));
  const texts = words.map((_, index) => {
    const left = kinds.slice(index + 1).reduce((total, { number }) => total + number, 0);
    const shown = words.slice(0, index + 1).join(', ');
    return left === 0 ? shown : `${shown} and ${left} more`;
  });
  return texts.findLast((text) => text.length <= room) ?? texts[0] ?? '';
}

/** The lines of the spec, each once, with the option that they belong to: `todo.yaml:5, 7; 31 for alarms`. */
function wordSources(paths: readonly SpecPath[], placeOf: PlaceOf): string {
  const lines = new Map<string, Set<number>>();
  for (const path of paths) {
    const option = isOfOption(path) ? String(path[1] ?? '') : '';
    lines.set(option, (lines.get(option) ?? new Set()).add(placeOf(path).line));
  }
  const listed = [...lines].map(([option, set]) => ({
    option,
    sorted: [...set].sort((one, other) => one - other),
  }));
  const words = listed
    .sort(
      (one, other) =>
        Number(one.option !== '') - Number(other.option !== '') || firstOf(one) - firstOf(other),
    )
    .map(({ option, sorted }) => `${sorted.join(', ')}${option === '' ? '' : ` for ${option}`}`);
  const { file } = placeOf(paths[0] ?? []);
  return onOneLine(`${file}:${words.join('; ')}`);
}

function firstOf({ sorted }: { readonly sorted: readonly number[] }): number {
  return sorted[0] ?? 0;
}

/** What they cost in a month by time; nothing below a dollar. */
function wordCosts(changes: readonly PlannedChange[], costs: ResourceCosts): string | undefined {
  const total = sum(changes.flatMap(({ logicalId }) => costs.get(logicalId) ?? []));
  return total.ceiling < 1 ? undefined : `${aboutMoney(total)} USD a month`;
}

/** How long what takes longest usually takes, with what that is. */
function longestTime(kinds: readonly Kind[]): string | undefined {
  const times = kinds.flatMap((kind): readonly { kind: Kind; time: ExpectedTime }[] => {
    const time = expectedTime(kind.type, 'create');
    return time ? [{ kind, time }] : [];
  });
  const minutesOf = ({ time }: { readonly time: ExpectedTime }) => time.to ?? 0;
  const [longest] = times.sort((one, other) => minutesOf(other) - minutesOf(one));
  if (!longest) return undefined;
  const { noun, number } = longest.kind;
  const { words, isAfterwards } = longest.time;
  const what = `${number === 1 ? 'the' : 'each'} ${noun}`;
  return `${what} usually takes ${words}${isAfterwards ? ', after the deployment' : ''}`;
}
