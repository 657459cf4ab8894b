import type { Colour } from '../../change/action.ts';
import { coloured } from '../terminal/clean.ts';

export type Paint = (text: string, colour: Colour) => string;

const codes = { red: 31, green: 32, yellow: 33 };

/** Colours text for a terminal, or leaves it as it is. */
export function painter(isColoured: boolean): Paint {
  return (text, colour) => (isColoured && colour !== 'plain' ? coloured(text, codes[colour]) : text);
}
