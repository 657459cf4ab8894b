import type { Flag, Values } from '../command.ts';
import { UsageError } from '../usage-error.ts';

type Formats<T extends string> = readonly [T, ...T[]];

/** The flag --format. The first of the formats is the default. */
export function formatFlag(formats: Formats<string>): Flag {
  const [first, ...rest] = formats;
  const words = [`${first} (default)`, ...rest];
  const help = `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
  return { type: 'string', takes: 'FORMAT', values: formats, help };
}

/** The value of --format; the first of the formats when it isn't given. */
export function chooseFormat<T extends string>(flags: Values, formats: Formats<T>): T {
  const given = flags['format'];
  if (given === undefined) return formats[0];
  const format = formats.find((each) => each === given);
  if (format === undefined) {
    throw new UsageError(`unknown format "${String(given)}": write one of ${formats.join(', ')}`);
  }
  return format;
}
