import type { Report } from './stryker.ts';

/** What became of an area's mutants. Those of code that runs once, while a module loads, are not among them. */
export interface Counts {
  readonly killed: number;
  /** The code ran without end, which is noticed too. */
  readonly timedOut: number;
  readonly survived: number;
  /** No test of the area runs the code. */
  readonly notReached: number;
  /** How many of a hundred were killed or timed out. */
  readonly noticed: number;
}

export function count({ files }: Report): Counts {
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const number = (wanted: string) => statuses.filter((status) => status === wanted).length;
  return complete({
    killed: number('Killed'),
    timedOut: number('Timeout'),
    survived: number('Survived'),
    notReached: number('NoCoverage'),
  });
}

export function sum(all: readonly Counts[]): Counts {
  const number = (key: keyof Counts) => all.reduce((total, counts) => total + counts[key], 0);
  return complete({
    killed: number('killed'),
    timedOut: number('timedOut'),
    survived: number('survived'),
    notReached: number('notReached'),
  });
}

function complete(counts: Omit<Counts, 'noticed'>): Counts {
  const noticed = counts.killed + counts.timedOut;
  const mutants = noticed + counts.survived + counts.notReached;
  return { ...counts, noticed: mutants === 0 ? 100 : (noticed / mutants) * 100 };
}

/** A line for each area. */
export function summarize(results: ReadonlyMap<string, Counts>): string {
  const head = ['area', 'mutants', 'killed', 'timed out', 'survived', 'not reached', 'noticed'];
  const rows = [...results].map(([name, { killed, timedOut, survived, notReached, noticed }]) => [
    name,
    ...[killed + timedOut + survived + notReached, killed, timedOut, survived, notReached].map(String),
    `${noticed.toFixed(1)} %`,
  ]);
  return [head, ...rows]
    .map((cells) => cells.map((cell, column) => pad(cell, head[column] ?? '')).join('  '))
    .join('\n');
}

function pad(cell: string, head: string): string {
  return head === 'area' ? cell.padEnd(10) : cell.padStart(Math.max(head.length, 7));
}
