import type { Compiled } from '../phases/results.ts';
import type { CommandContext } from './command.ts';

/** A preview of each spec. `undefined` when one has errors; they have been reported. */
export function compilePreviews(
  specs: readonly Compiled[],
  _context: CommandContext,
): readonly Compiled[] | undefined {
  return specs;
}
