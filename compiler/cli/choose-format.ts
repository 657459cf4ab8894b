import type { Values } from './command.ts';
import { UsageError } from './usage-error.ts';

/** The value of --format; the first of the formats when it isn't given. */
export function chooseFormat<T extends string>(flags: Values, formats: readonly [T, ...T[]]): T {
  const given = flags['format'];
  if (given === undefined) return formats[0];
  const format = formats.find((each) => each === given);
  if (format === undefined) {
    throw new UsageError(`unknown format "${String(given)}": write one of ${formats.join(', ')}`);
  }
  return format;
}
