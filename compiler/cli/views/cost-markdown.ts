import { money } from '../../cost/money.ts';
import { exampleOf, priceOf, remarks, timeByStack } from '../../cost/words.ts';
import type { Alike } from '../../cost/words.ts';
import { headline, timeFacts } from './cost.ts';
import type { CostReport } from './cost.ts';
import { code, folded, paragraphs, row } from './markdown.ts';

/** For a pull request: the total, and what it is made of when somebody opens it. */
export function renderCostMarkdown(reports: readonly CostReport[]): string {
  return paragraphs(reports.flatMap(renderOne));
}

function renderOne(report: CostReport): readonly string[] {
  const { estimate } = report;
  const { byTime, byUse } = estimate;
  if (!byTime) return [`**${headline(report)}**`];
  const use = estimate.items.filter(({ charged }) => charged === 'use');
  return [
    `**${headline(report)}**`,
    folded('By time, used or not', [
      ...table(['what', 'floor', 'ceiling', 'decided by'], ['', ':', ':', '']),
      ...timeByStack(estimate).flatMap(([stack, all]) => [
        row([`${stack} stack`, '', '', '']),
        ...all.map((alike) => timeRow(alike, report)),
      ]),
      row(['together', money(byTime.floor), money(byTime.ceiling), '']),
    ]),
    folded('By use', [
      ...table(
        ['what', 'USD', byUse === undefined ? 'for example' : 'a month'],
        ['', '', byUse === undefined ? '' : ':'],
      ),
      ...use.map((item) => row([item.words, priceOf(item), exampleOf(item, estimate)])),
      ...(byUse === undefined ? [] : [row(['together', '', money(byUse)])]),
    ]),
    remarks(estimate)
      .map((each) => `${each}.`)
      .join(' '),
  ];
}

function timeRow(alike: Alike, { resolved: { tree } }: CostReport): string {
  const { what, floor, ceiling, isDefault, lines } = timeFacts(alike, tree);
  return row([
    `${code(what.names)}: ${what.words}`,
    floor,
    ceiling,
    isDefault ? 'default' : lines.length === 0 ? '' : code(`${tree.name}:${lines.join(', ')}`),
  ]);
}

function table(heads: readonly string[], aligned: readonly string[]): readonly string[] {
  return [row(heads), row(aligned.map((each) => `---${each}`))];
}
