import { expect } from 'chai';

/** Texts of files by their path. */
export type Files = Readonly<Record<string, string>>;

/**
 * Fails when files are missing, superfluous or different. The message shows where, and how to accept the new files.
 */
export function expectFiles(committed: Files, made: Files, toAccept: string): void {
  const names = [...new Set([...Object.keys(committed), ...Object.keys(made)])].sort();
  const differences = names.flatMap((name) => compareFile(name, committed[name], made[name]));
  if (differences.length > 0) expect.fail([...differences, '', `To accept this: ${toAccept}`, ''].join('\n'));
}

const mostPlaces = 3;
const mostLines = 6;
const longestLine = 100;

function compareFile(name: string, committed: string | undefined, made: string | undefined): string[] {
  if (committed === made) return [];
  if (committed === undefined) return [`${name} is missing`];
  if (made === undefined) return [`${name} is superfluous: nothing makes it`];
  const places = placesOf(committed.split('\n'), made.split('\n'));
  const more = places.length - mostPlaces;
  return [
    ...places
      .slice(0, mostPlaces)
      .flatMap(({ expected, actual }) => [
        `${name} differs at line ${expected.line}`,
        ...show('expected', expected, actual),
        ...show('actual  ', actual, expected),
      ]),
    ...(more > 0 ? [`${name} differs at ${more} more ${more === 1 ? 'place' : 'places'}`] : []),
  ];
}

/** Lines at one place that the other text lacks. */
interface Part {
  /** The number of the first line, counted from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

interface Place {
  readonly expected: Part;
  readonly actual: Part;
}

function placesOf(committed: readonly string[], made: readonly string[]): readonly Place[] {
  const places: Place[] = [];
  let [one, other] = [0, 0];
  while (one < committed.length || other < made.length) {
    if (committed[one] === made[other]) {
      one += 1;
      other += 1;
      continue;
    }
    const [skipped, added] = untilAlike(committed.slice(one), made.slice(other));
    places.push({
      expected: { line: one + 1, lines: committed.slice(one, one + skipped) },
      actual: { line: other + 1, lines: made.slice(other, other + added) },
    });
    one += skipped;
    other += added;
  }
  return places;
}

/** How many lines of each to skip, as few as possible, until two lines in a row are alike or both texts end. */
function untilAlike(ones: readonly string[], others: readonly string[]): readonly [number, number] {
  for (let total = 1; total < ones.length + others.length; total += 1) {
    for (let one = Math.max(0, total - others.length); one <= Math.min(total, ones.length); one += 1) {
      const other = total - one;
      if (ones[one] === others[other] && ones[one + 1] === others[other + 1]) return [one, other];
    }
  }
  return [ones.length, others.length];
}

function show(label: string, { line, lines }: Part, counterpart: Part): string[] {
  if (lines.length === 0) return [`  ${label} (nothing)`];
  const shown = lines
    .slice(0, mostLines)
    .map((text, index) => `  ${label} ${line + index}: ${showLine(text, counterpart.lines[index] ?? '')}`);
  const more = lines.length - mostLines;
  return more > 0 ? [...shown, `  ${label} ... and ${more} more ${more === 1 ? 'line' : 'lines'}`] : shown;
}

/** Quotes a line whose difference would be invisible, and cuts a long line to the part that differs. */
function showLine(text: string, other: string): string {
  const start = text.length > longestLine ? Math.max(0, firstDifference(text, other) - 40) : 0;
  const end = start + longestLine;
  const part = text.slice(start, end);
  const isPlain = /\S$/.test(text) && !/\p{Cc}/u.test(part);
  const visible = isPlain ? part : JSON.stringify(part);
  return `${start > 0 ? '...' : ''}${visible}${end < text.length ? '...' : ''}`;
}

function firstDifference(text: string, other: string): number {
  let index = 0;
  while (index < text.length && text[index] === other[index]) index += 1;
  return index;
}
