import type { BilledResource, Estimate, Item } from '../../cost/model.ts';
import { aboutMoney, money } from '../../cost/money.ts';
import { exampleOf, mergeAlike, priceOf, remarks, wordNames } from '../../cost/words.ts';
import type { Resolved } from '../../phases/results.ts';
import type { SpecTree } from '../../spec/model.ts';
import { onOneLine } from '../terminal/clean.ts';
import { inColumns } from './columns.ts';
import { decidingPlace, wordDecision } from './spec-place.ts';

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
  if (estimate.asOf === undefined) return [headline(report)];
  const time = estimate.items.filter(({ charged }) => charged === 'time');
  const use = estimate.items.filter(({ charged }) => charged === 'use');
  const stacks = [...new Set(time.map(({ resources: [{ stack }] }) => stack))];
  const rows = stacks.flatMap((stack) => [
    [`${stack} stack`],
    ...mergeAlike(time.filter(({ resources: [resource] }) => resource.stack === stack)).map((alike) =>
      timeRow(alike, report),
    ),
  ]);
  return [
    headline(report),
    '',
    ...inColumns([
      ['By time, used or not', pad('floor'), pad('ceiling'), 'in the spec'],
      ...rows,
      ...(estimate.byTime
        ? [['  together', pad(money(estimate.byTime.floor)), pad(money(estimate.byTime.ceiling))]]
        : []),
    ]),
    '',
    ...inColumns([
      ['By use', 'USD', estimate.byUse === undefined ? 'for example' : 'a month'],
      ...use.map((item) => useRow(item, estimate)),
    ]),
    ...(estimate.byUse === undefined ? [] : [`  together ${money(estimate.byUse)} USD a month`]),
    '',
    ...remarks(estimate).flatMap((line) => wrapped(`${line}.`)),
  ];
}

/** `todo in ap-northeast-1: about 468 to 4,100 USD a month, and what is used (prices as of 2025-06-18)` */
export function headline({ name, estimate }: CostReport): string {
  const { region, asOf, total, byUse } = estimate;
  if (asOf === undefined || !total) {
    return `${onOneLine(name)}: archc knows no prices of ${region}; write --prices aws to ask AWS for them`;
  }
  const more = byUse === undefined ? ', plus use' : '';
  return `${onOneLine(name)} in ${region}: ${aboutMoney(total)} USD a month${more} (prices as of ${asOf})`;
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

/** Right-aligned below its heading. */
function pad(text: string): string {
  return text.padStart(9);
}

function timeRow(alike: readonly [Item, ...Item[]], { resolved: { tree } }: CostReport): readonly string[] {
  const [{ words, monthly }] = alike;
  const ids = alike.map(({ resources: [{ logicalId }] }) => logicalId);
  return [
    `  ${wordNames(ids)}: ${words}`,
    pad(monthly ? money(monthly.floor * alike.length) : 'no price'),
    pad(monthly ? money(monthly.ceiling * alike.length) : ''),
    wordPlaces(
      alike.flatMap(({ resources }) => resources),
      tree,
    ).replace(/^.*:(?=\d)/, 'line '),
  ];
}

/** The lines of the spec that decide what the resources cost; `default` where none does. */
export function wordPlaces(resources: readonly BilledResource[], tree: SpecTree): string {
  const words = resources.flatMap(({ path }) => {
    if (path === undefined) return [];
    return [decidingPlace(tree, path) ? wordDecision(tree, path) : undefined];
  });
  const given = words.filter((each) => each !== undefined);
  const [first, ...others] = [...new Set(given.length > 0 ? given : words.map(() => 'default'))];
  return others.length === 0
    ? (first ?? '')
    : [first, ...others.map((each) => each.replace(/^.*:/, ''))].join(', ');
}

function useRow(item: Item, estimate: Estimate): readonly string[] {
  const text = exampleOf(item, estimate);
  return [`  ${item.words}`, priceOf(item), item.monthly ? pad(text) : text];
}
