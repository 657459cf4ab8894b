import type { Point } from '../layout/area.ts';
import { escapeXml, lengthText } from './escape.ts';
import { exactWidthOf, typeOf } from '../layout/measure.ts';
import type { TextRole } from '../layout/measure.ts';

/** A text in the room that was measured for it: where its first font is missing, another one is narrowed or widened. */
export function textSvg(role: TextRole, words: string, { x, y }: Point): string {
  const width = lengthText(exactWidthOf(words, typeOf(role)));
  return `<text class="${role}" x="${lengthText(x)}" y="${lengthText(y)}" textLength="${width}" lengthAdjust="spacingAndGlyphs">${escapeXml(words)}</text>`;
}
