import type { Cost } from '../../change/costs.ts';
import type { ShownResource } from './change-words.ts';
import { counted } from '../../diagnostics/counted.ts';

/**
 * What a stack's changes begin and end to cost, by how AWS charges for it: one line for each kind. What one resource costs no
 * longer, and another one costs instead, is not shown.
 */
export function wordCosts(resources: readonly ShownResource[]): readonly string[] {
  const costs = resources.flatMap((each) => each.costs ?? []);
  const added = sumsOf(costs.filter(({ change }) => change !== 'stays'));
  const stays = sumsOf(costs.filter(({ change }) => change === 'stays'));
  const begins = added.filter(({ sum }) => sum > 0);
  return [
    ['New costs, by time, used or not', begins.filter(({ charged }) => charged === 'time')] as const,
    ['New costs, by use', begins.filter(({ charged }) => charged === 'use')] as const,
    ['Costs that end', added.filter(({ sum }) => sum < 0)] as const,
    ['What stays behind, and costs until someone deletes it', stays] as const,
  ].flatMap(([what, sums]) => (sums.length === 0 ? [] : [`${what}: ${sums.map(wordSum).join(', ')}`]));
}

interface Sum extends Pick<Cost, 'item' | 'charged'> {
  /** Below 0 when there is less of it. */
  readonly sum: number;
}

function sumsOf(costs: readonly Cost[]): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const { item, charged, change, number } of costs) {
    const sum = (sums.get(item)?.sum ?? 0) + (change === 'ends' ? -number : number);
    sums.set(item, { item, charged, sum });
  }
  return [...sums.values()];
}

function wordSum({ item, sum }: Sum): string {
  return counted(Math.abs(sum), item);
}
