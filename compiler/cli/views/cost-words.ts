import type { Cost } from '../../change/costs.ts';
import type { ShownResource } from './change-words.ts';

/** What a stack's changes begin and end to cost, by how AWS charges for it: one line for each kind. */
export function wordCosts(resources: readonly ShownResource[]): readonly string[] {
  const costs = resources.flatMap((each) => each.costs ?? []);
  const of = (change: Cost['change'], charged?: Cost['charged']) =>
    listItems(costs.filter((each) => each.change === change && (charged ?? each.charged) === each.charged));
  return [
    ['New costs, by time, used or not', of('begins', 'time')],
    ['New costs, by use', of('begins', 'use')],
    ['Costs that end', of('ends')],
    ['What stays behind, and costs until someone deletes it', of('stays')],
  ].flatMap(([what = '', items = '']) => (items === '' ? [] : [`${what}: ${items}`]));
}

/** `1 KMS key, 2 log groups` */
function listItems(costs: readonly Cost[]): string {
  const numbers = new Map<string, number>();
  for (const { item, number } of costs) numbers.set(item, (numbers.get(item) ?? 0) + number);
  return [...numbers].map(([item, number]) => `${number} ${number === 1 ? item : pluralOf(item)}`).join(', ');
}

/** `secrets`, `clusters with Container Insights` */
function pluralOf(item: string): string {
  const [noun = '', ...rest] = item.split(/(?= with | of )/);
  const plural = /[^aeo]y$/.test(noun)
    ? `${noun.slice(0, -1)}ies`
    : `${noun}${noun.endsWith('s') ? 'es' : 's'}`;
  return [plural, ...rest].join('');
}
