/**
 * Widths of the printable ASCII characters, from the space on, in thousandths of the size of the type. Those of Arial,
 * Helvetica and Liberation Sans are the same: https://learn.microsoft.com/typography/font-list/arial
 */
const regular = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const bold = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
  556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
  556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
  333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
const widest = 1015;

export interface Type {
  /** In pixels. */
  readonly size: number;
  readonly isBold: boolean;
}

export const headingType: Type = { size: 17, isBold: true };
export const titleType: Type = { size: 12.5, isBold: true };
export const smallType: Type = { size: 11, isBold: false };

/** What a text is in the picture; `style.ts` has the rules of each. */
export type TextRole = 'title heading' | 'title' | 'name' | 'detail' | 'option' | 'label';

export function typeOf(role: TextRole): Type {
  if (role === 'title heading') return headingType;
  return role === 'title' ? titleType : smallType;
}

/** The width of a text in whole pixels, rounded up. */
export function widthOf(text: string, type: Type): number {
  return Math.ceil(exactWidthOf(text, type));
}

/** The width of a text in pixels. The picture says it of each text, so that other fonts take no more room. */
export function exactWidthOf(text: string, { size, isBold }: Type): number {
  const widths = isBold ? bold : regular;
  const each = Array.from(text, (character) => widths[(character.codePointAt(0) ?? 0) - 32] ?? widest);
  return (each.reduce((sum, width) => sum + width, 0) * size) / 1000;
}

/** The text, or as much of its beginning as has room, with an ellipsis. */
export function fit(text: string, width: number, type: Type): string {
  if (widthOf(text, type) <= width) return text;
  let end = text.length;
  while (end > 0 && widthOf(`${text.slice(0, end)}...`, type) > width) end -= 1;
  return `${text.slice(0, end).trimEnd()}...`;
}
