import type { Area, Point } from './area.ts';
import { fit, smallType, titleType, typeOf, widthOf } from './measure.ts';
import type { TextRole } from './measure.ts';
import type { DiagramGroup, DiagramNode } from '../graph/model.ts';

export const lineHeight = 14.5;
export const iconSize = 22;
export const padding = 9;
const gap = 8;
const widestText = 168;
/** A group around one box has room for its heading. */
const narrowestText = 84;
const mostLines = 4;
const widestOptions = 130;

/** A text of a box, with its class. */
export interface BoxLine {
  readonly text: string;
  readonly role: TextRole;
}

/** What stands in the box of a node. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly BoxLine[];
}

export function boxOf(node: DiagramNode): Box {
  const lines = linesOf(node);
  const widths = lines.map(({ text, role }) => widthOf(text, typeOf(role)));
  const text = Math.max(...widths, narrowestText);
  return {
    width: padding + iconSize + gap + text + padding,
    height: 2 * padding + Math.max(iconSize, lines.length * lineHeight),
    lines,
  };
}

function linesOf({ title, name, details, options }: DiagramNode): readonly BoxLine[] {
  // Where a box has several resources, what they are says more than their names.
  const names = name === '' || (name.includes(', ') && details.length > 0) ? [] : name.split(', ');
  const small = [...linesAs('name', names), ...linesAs('detail', details)];
  const more = small.length - mostLines;
  const shown = more > 1 ? [...small.slice(0, mostLines), ...linesAs('detail', [`and ${more} more`])] : small;
  return [...linesAs('title', [title]), ...shown, ...linesAs('option', optionLines(options))].map(
    ({ text, role }) => ({
      text: fit(text, widestText, typeOf(role)),
      role,
    }),
  );
}

function linesAs(role: TextRole, texts: readonly string[]): readonly BoxLine[] {
  return texts.map((text) => ({ text, role }));
}

/** Names of options behind a plus sign, as many on a line as have room. */
function optionLines(options: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const option of options) {
    const last = lines.at(-1);
    const longer = `${last ?? ''}, ${option}`;
    if (last !== undefined && widthOf(longer, smallType) <= widestOptions) lines[lines.length - 1] = longer;
    else lines.push(`+ ${option}`);
  }
  return lines;
}

/** Where the text of a box begins. */
export const textStart = padding + iconSize + gap;

/** The title of a group, and what stands beside or below it. */
export interface Heading {
  readonly title: string;
  /** Beside the title, when there is room. */
  readonly beside: string;
  readonly below: readonly string[];
  readonly width: number;
  readonly height: number;
}

const besideGap = 8;
const widestHeading = 150;
const widestLine = 140;
const headingLine = 14;

/** Boxes are at least as wide as a heading, so what is long stands below the title, part by part. */
export function headingOf(group: Pick<DiagramGroup, 'title' | 'detail'>): Heading {
  const title = fit(group.title, widestLine, titleType);
  const titleWidth = widthOf(title, titleType);
  const whole = titleWidth + besideGap + widthOf(group.detail, smallType);
  if (whole <= widestHeading) return { title, beside: group.detail, below: [], width: whole, height: 17 };
  const below = group.detail.split(', ').map((part) => fit(part, widestLine, smallType));
  const width = Math.max(titleWidth, ...below.map((text) => widthOf(text, smallType)));
  return { title, beside: '', below, width, height: 17 + below.length * headingLine };
}

/** What a heading covers of its group, which stands there. */
export function plateOf(group: Pick<DiagramGroup, 'title' | 'detail'>, { x, y }: Point): Area {
  const { width, height } = headingOf(group);
  return { x: x + 7, y: y + 6, width: width + 6, height };
}

/** Where the text beside a title begins. */
export function besideOf(title: string): number {
  return widthOf(title, titleType) + besideGap;
}
