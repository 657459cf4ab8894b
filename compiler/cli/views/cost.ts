import type { Estimate, Item } from '../../cost/model.ts';
import { aboutMoney, money } from '../../cost/money.ts';
import {
  exampleOf,
  monthlyOf,
  priceOf,
  remarks,
  billedResources,
  timeByStack,
  wordNames,
} from '../../cost/words.ts';
import type { Alike } from '../../cost/words.ts';
import type { Resolved } from '../../phases/results.ts';
import type { SpecTree } from '../../spec/model.ts';
import { onOneLine } from '../terminal/clean.ts';
import { inColumns } from './columns.ts';
import { decidingLines } from '../../diagnostics/place.ts';

/** The estimate of a spec or of one of its environments, and what a view needs to show it. */
export interface CostReport {
  readonly name: string;
  readonly resolved: Resolved;
  readonly estimate: Estimate;
}

/** For people: what is charged by time, with the line of the spec that decides it, then what is charged by use. */
export function renderCostText(reports: readonly CostReport[]): string {
  return `${reports.map((report) => renderOne(report).join('\n')).join('\n\n')}\n`;
}

function renderOne(report: CostReport): readonly string[] {
  const { estimate } = report;
  const { byTime, byUse, total } = estimate;
  if (!byTime || !total) return [headline(report)];
  // No amount is wider than the sum of all.
  const width = Math.max(9, money(total.ceiling).length);
  const right = (text: string) => text.padStart(width);
  const rows = timeByStack(estimate).flatMap(([stack, all]) => [
    [`${stack} stack`],
    ...all.map((alike) => timeRow(alike, report, right)),
  ]);
  const use = estimate.items.filter(({ charged }) => charged === 'use');
  return [
    headline(report),
    '',
    ...inColumns([
      ['By time, used or not', right('floor'), right('ceiling'), 'in the spec'],
      ...rows,
      ['  together', right(money(byTime.floor)), right(money(byTime.ceiling))],
    ]),
    '',
    ...inColumns([
      ['By use', 'USD', byUse === undefined ? 'for example' : right('a month')],
      ...use.map((item) => useRow(item, estimate, right)),
    ]),
    ...(byUse === undefined ? [] : [`  together ${money(byUse)} USD a month`]),
    '',
    ...remarks(estimate).flatMap((line) => wrapped(`${line}.`)),
  ];
}

/** `todo in ap-northeast-1: about 468 to 4,100 USD a month, plus use (prices as of 2025-06-18)` */
export function headline({ name, estimate }: CostReport): string {
  const { region, asOf, total, byUse, items, withoutPrice } = estimate;
  if (asOf === undefined || !total) {
    return `${onOneLine(name)}: archc knows no prices of ${region}; write --prices aws to ask AWS for them`;
  }
  const isAllSaid = items.every(({ quantity }) => quantity);
  const more = [
    ...(byUse === undefined ? ['use'] : isAllSaid ? [] : ['other use']),
    ...(withoutPrice.length === 0 ? [] : ['what has no price']),
  ];
  const plus = more.length === 0 ? '' : `, plus ${more.join(' and ')}`;
  return `${onOneLine(name)} in ${region}: ${aboutMoney(total)} USD a month${plus} (prices as of ${asOf})`;
}

const widest = 100;

/** Text in lines of a terminal's width. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of onOneLine(text).split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length >= widest) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

type Align = (text: string) => string;

function timeRow(alike: Alike, { resolved: { tree } }: CostReport, right: Align): readonly string[] {
  const { what, floor, ceiling, isDefault, lines } = timeFacts(alike, tree);
  return [
    `  ${what.names}: ${what.words}`,
    right(floor),
    right(ceiling),
    isDefault
      ? 'default'
      : lines.length === 0
        ? ''
        : `line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}`,
  ];
}

/** What a row tells of what costs the same by time. `lines` of the spec decide it, or defaults do; neither without a spec. */
interface TimeFacts {
  readonly what: { readonly names: string; readonly words: string };
  readonly floor: string;
  readonly ceiling: string;
  readonly isDefault: boolean;
  readonly lines: readonly number[];
}

export function timeFacts(alike: Alike, tree: SpecTree): TimeFacts {
  const [{ words }] = alike;
  const monthly = monthlyOf(alike);
  const resources = billedResources(alike);
  const paths = resources.flatMap(({ path }) => (path ? [path] : []));
  const lines = paths.flatMap((path) => decidingLines(tree, path));
  return {
    what: { names: wordNames(resources.map(({ logicalId }) => logicalId)), words },
    floor: monthly ? money(monthly.floor) : 'no price',
    ceiling: monthly ? money(monthly.ceiling) : '',
    isDefault: paths.length > 0 && lines.length === 0,
    lines: [...new Set(lines)].sort((one, other) => one - other),
  };
}

function useRow(item: Item, estimate: Estimate, right: Align): readonly string[] {
  const text = exampleOf(item, estimate);
  return [`  ${item.words}`, priceOf(item), item.monthly ? right(text) : text];
}
