import { text } from './flag.ts';
import type { Flag } from './flag.ts';
import { oneOf } from './word.ts';

/** The flag --format of a command with these views. The first is the default. */
export function formatFlag<Format extends string>(views: Readonly<Record<Format, unknown>>): Flag<Format> {
  const formats = Object.keys(views) as [Format, ...Format[]];
  return text(oneOf('FORMAT', formats), 'output format', { default: formats[0] });
}
