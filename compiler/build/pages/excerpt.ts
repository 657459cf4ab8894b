import type { Example } from '../../explain/example.ts';

type Lines = readonly string[];

/** Two specs, and what decides which of their lines matter. */
interface Specs {
  readonly wrong: Lines;
  readonly right: Lines;
  /** The message's line in the wrong spec, counted from 0. */
  readonly at: number;
  /** Dotted paths of the settings to show in place of the lines that differ. */
  readonly settings?: readonly string[] | undefined;
}

/** Lines from `start` up to `end`, which is not one of them. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Lines of one spec that replace lines of the other; one of the spans may be empty. */
interface Change {
  readonly wrong: Span;
  readonly right: Span;
}

/** The numbers of the lines to show, counted from 0. */
interface Shown {
  readonly wrong: readonly number[];
  readonly right: readonly number[];
}

/** The lines of both specs that matter, each below the keys that contain it. */
export function excerptOf(specs: Specs): Example {
  const { wrong, right, settings } = specs;
  const shown = settings ? linesOfSettings(settings, wrong, right) : changedLines(specs);
  return { wrong: withKeys(shown.wrong, wrong), right: withKeys(shown.right, right) };
}

function linesOfSettings(settings: readonly string[], wrong: Lines, right: Lines): Shown {
  const linesOf = (setting: string, lines: Lines) =>
    [...lines.keys()].filter((line) => isWithin(setting, pathOf(line, lines)));
  const shown = settings.map((setting) => {
    const found = { wrong: linesOf(setting, wrong), right: linesOf(setting, right) };
    if (found.wrong.length + found.right.length === 0)
      throw new Error(`No line of the example sets "${setting}"`);
    return found;
  });
  return together(shown);
}

/**
 * The lines of the change at the message's line. If that line did not change, the lines of the changes inside its
 * key; if there are none, the lines of all changes.
 */
function changedLines({ wrong, right, at }: Specs): Shown {
  const changes = changesBetween(wrong, right);
  const own = changes.filter((change) => numbersIn(change.wrong).includes(at));
  const below = changes.filter((change) => {
    const path = isEmpty(change.right)
      ? pathOf(change.wrong.start, wrong)
      : pathOf(change.right.start, right);
    return isWithin(pathOf(at, wrong), path);
  });
  const chosen = [own, below].find(({ length }) => length > 0) ?? changes;
  return together(chosen.map((change) => withNeighbour(change, wrong, right)));
}

function together(shown: readonly Shown[]): Shown {
  return { wrong: shown.flatMap((each) => each.wrong), right: shown.flatMap((each) => each.right) };
}

function changesBetween(wrong: Lines, right: Lines): readonly Change[] {
  const changes: Change[] = [];
  let [a, b] = [0, 0];
  while (a < wrong.length || b < right.length) {
    const [passedA, passedB] = untilTheyAgree(wrong.slice(a), right.slice(b));
    const change = { wrong: { start: a, end: a + passedA }, right: { start: b, end: b + passedB } };
    changes.push(...(passedA === passedB ? lineByLine(change) : [change]));
    [a, b] = [change.wrong.end + 1, change.right.end + 1];
  }
  return changes;
}

/** How many lines of each to skip until they agree again: as few as possible. Both end alike. */
function untilTheyAgree(a: Lines, b: Lines): readonly [number, number] {
  for (let passed = 0; ; passed += 1) {
    const passedA = numbersIn({ start: 0, end: passed + 1 }).find((each) => a[each] === b[passed - each]);
    if (passedA !== undefined) return [passedA, passed - passedA];
  }
}

function lineByLine({ wrong, right }: Change): readonly Change[] {
  return numbersIn(wrong).map((line) => {
    const other = line - wrong.start + right.start;
    return { wrong: { start: line, end: line + 1 }, right: { start: other, end: other + 1 } };
  });
}

/** Lines that only one spec has are shown next to a line that both have, from the same mapping if possible. */
function withNeighbour({ wrong, right }: Change, wrongLines: Lines, rightLines: Lines): Shown {
  const shown = { wrong: numbersIn(wrong), right: numbersIn(right) };
  if (!isEmpty(wrong) && !isEmpty(right)) return shown;
  const indent = isEmpty(wrong) ? indentOf(rightLines[right.start]) : indentOf(wrongLines[wrong.start]);
  const before = [wrong.start - 1, right.start - 1] as const;
  const after = [wrong.end, right.end] as const;
  const [a, b] = [before, after].find(([line]) => indentOf(wrongLines[line]) === indent) ?? before;
  return { wrong: [...shown.wrong, a], right: [...shown.right, b] };
}

/** The text of these lines and of the keys above them, in the order of the spec, each line once. */
function withKeys(shown: readonly number[], lines: Lines): string {
  const numbers = new Set(shown.flatMap((line) => [...keysAbove(line, lines), line]));
  const texts = [...lines.entries()].filter(([line]) => numbers.has(line)).map(([, text]) => `${text}\n`);
  return texts.join('');
}

/** The numbers of the lines whose keys contain this line, the outermost first. */
function keysAbove(line: number, lines: Lines): readonly number[] {
  let indent = indentOf(lines[line]);
  const keys: number[] = [];
  for (let above = line - 1; above >= 0 && indent > 0; above -= 1) {
    if (indentOf(lines[above]) >= indent || !keyOf(lines[above])) continue;
    indent = indentOf(lines[above]);
    keys.unshift(above);
  }
  return keys;
}

/** The dotted path of a line: the keys that contain it, then its own key if it has one. */
function pathOf(line: number, lines: Lines): string {
  const keys = [...keysAbove(line, lines), line].map((each) => keyOf(lines[each]));
  return keys.filter((key) => key !== undefined).join('.');
}

function isWithin(setting: string, path: string): boolean {
  return `${path}.`.startsWith(`${setting}.`);
}

function keyOf(line = ''): string | undefined {
  return /^ *([\w-]+):(?: |$)/.exec(line)?.[1];
}

/** How many spaces a line starts with; -1 for a missing line, which no key contains. */
function indentOf(line: string | undefined): number {
  return line === undefined ? -1 : line.search(/\S|$/);
}

function isEmpty({ start, end }: Span): boolean {
  return start === end;
}

function numbersIn({ start, end }: Span): readonly number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
