/** A line that has more than a comment. */
interface Line {
  readonly start: number;
  /** Where its text begins. */
  readonly at: number;
  readonly indent: number;
  readonly isItem: boolean;
  /** Whether it is an item with a key. */
  readonly isPair: boolean;
  /** Whether it ends with a colon, so that its value is what stands below. */
  readonly opens: boolean;
}

interface Slip {
  /** Where the text of the line begins. */
  readonly at: number;
  readonly what: 'indentation' | 'dash too many' | 'dash missing';
}

/**
 * The line that is most likely wrong, when the parser cannot go on at a line: that one, or one above that makes sense
 * with another indentation, or without its dash.
 */
export function misindented(text: string, position: number): Slip {
  const lines = linesOf(text);
  const index = lines.findLastIndex(({ start }) => start <= position);
  const line = lines[index];
  if (!line) return { at: position, what: 'indentation' };
  const parentIndex = lines.findLastIndex(({ indent }, each) => each < index && indent <= line.indent);
  const around = {
    line,
    before: lines[parentIndex - 1],
    parent: lines[parentIndex],
    block: lines.slice(parentIndex + 1, index),
    after: lines[index + 1],
    step: usualStep(lines),
  };
  const { parent } = around;
  if (parent?.isItem && !line.isItem && parent.indent === line.indent) return slippedDash(around, parent);
  const { at } = slippedChild(around) ?? slippedParent(around) ?? line;
  return { at, what: 'indentation' };
}

interface Around {
  readonly line: Line;
  /** The last line above that is not indented deeper, and the one before it. */
  readonly parent: Line | undefined;
  readonly before: Line | undefined;
  /** The lines between the parent and the line, all indented deeper than it. */
  readonly block: readonly Line[];
  readonly after: Line | undefined;
  /** By how many spaces the text indents. */
  readonly step: number;
}

/** A list goes on without dashes: its only item is none, or the line is one. */
function slippedDash({ line, before }: Around, item: Line): Slip {
  const isFirst = before === undefined || before.opens;
  return isFirst && item.isPair
    ? { at: item.at, what: 'dash too many' }
    : { at: line.at, what: 'dash missing' };
}

/** The first line below a key, with spaces too many. */
function slippedChild({ line, parent, block, step }: Around): Line | undefined {
  const [first, second] = block;
  if (!first || line.indent - (parent?.indent ?? -step) !== step) return undefined;
  const isAlone = block.filter(({ indent }) => indent === first.indent).length === 1;
  return isAlone || (first.opens && second?.indent === first.indent) ? first : undefined;
}

/** A line that has lost spaces: with them, the line or the block would belong to what stands above. */
function slippedParent({ line, parent, before, block, after, step }: Around): Line | undefined {
  if (!parent || !before || parent.indent === line.indent) return undefined;
  const [first] = block;
  const isStep = (outer: Line, inner: Line) => inner.indent - outer.indent === step;
  const isChild = before.opens && !isStep(before, parent) && isStep(before, line);
  const hasBlock = first && !isStep(parent, first) && isStep(line, first);
  const isSibling = before.indent === line.indent && (first ?? (after && after.indent > parent.indent));
  return isChild || hasBlock || isSibling ? parent : undefined;
}

function linesOf(text: string): readonly Line[] {
  return Array.from(text.matchAll(/^( *)([^\s#].*)/gm), ({ 1: spaces = '', 2: rest = '', index }) => ({
    start: index,
    at: index + spaces.length,
    indent: spaces.length,
    isItem: /^-\s/.test(rest),
    isPair: /^-\s.*:(\s|$)/.test(rest),
    opens: /:\s*(#.*)?$/.test(rest),
  })).filter((line) => !text.startsWith('---', line.at));
}

function usualStep(lines: readonly Line[]): number {
  const counts = new Map([[2, 1]]);
  lines.forEach(({ indent }, index) => {
    const step = indent - (lines[index - 1]?.indent ?? 0);
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  });
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 2;
}
