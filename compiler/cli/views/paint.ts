import type { Colour } from '../../change/action.ts';

export type Paint = (text: string, colour: Colour) => string;

const codes = { red: 31, green: 32, yellow: 33 };

/** Colours text for a terminal, or leaves it as it is. */
export function painter(isColoured: boolean): Paint {
  return (text, colour) =>
    isColoured && colour !== 'plain' ? `\u001b[${codes[colour]}m${text}\u001b[39m` : text;
}
