import type { Item } from '../../cost/model.ts';
import { money } from '../../cost/money.ts';
import { exampleOf, mergeAlike, priceOf, remarks, wordNames } from '../../cost/words.ts';
import { headline, wordPlaces } from './cost.ts';
import type { CostReport } from './cost.ts';
import { code, folded, paragraphs } from './markdown.ts';

/** For a pull request: the total, and what it is made of when somebody opens it. */
export function renderCostMarkdown(reports: readonly CostReport[]): string {
  return paragraphs(reports.flatMap(renderOne));
}

function renderOne(report: CostReport): readonly string[] {
  const { estimate } = report;
  if (estimate.asOf === undefined) return [`**${headline(report)}**`];
  const time = mergeAlike(estimate.items.filter(({ charged }) => charged === 'time'));
  const use = estimate.items.filter(({ charged }) => charged === 'use');
  return [
    `**${headline(report)}**`,
    folded('By time, used or not', [
      ...table(['what', 'floor', 'ceiling', 'decided by'], ['', ':', ':', '']),
      ...time.map((alike) => timeRow(alike, report)),
      ...(estimate.byTime
        ? [row(['together', money(estimate.byTime.floor), money(estimate.byTime.ceiling), ''])]
        : []),
    ]),
    folded('By use', [
      ...table(
        ['what', 'USD', estimate.byUse === undefined ? 'for example' : 'a month'],
        ['', '', estimate.byUse === undefined ? '' : ':'],
      ),
      ...use.map((item) => row([item.words, priceOf(item), exampleOf(item, estimate)])),
      ...(estimate.byUse === undefined ? [] : [row(['together', '', money(estimate.byUse)])]),
    ]),
    remarks(estimate)
      .map((each) => `${each}.`)
      .join(' '),
  ];
}

function timeRow(alike: readonly [Item, ...Item[]], { resolved }: CostReport): string {
  const [{ words, monthly }] = alike;
  const resources = alike.map(({ resources: [first] }) => first);
  const places = wordPlaces(resources, resolved.tree);
  return row([
    `${code(wordNames(resources.map(({ logicalId }) => logicalId)))}: ${words}`,
    monthly ? money(monthly.floor * alike.length) : 'no price',
    monthly ? money(monthly.ceiling * alike.length) : '',
    places === '' ? '' : code(places),
  ]);
}

function table(heads: readonly string[], aligned: readonly string[]): readonly string[] {
  return [row(heads), row(aligned.map((each) => `---${each}`))];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
