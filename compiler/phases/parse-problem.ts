import type { Code } from '../diagnostics/catalogue.ts';
import type { Range } from '../spec/model.ts';

/** What is wrong at a place of the text, before it has any paths. */
export interface Problem {
  readonly code: Code;
  readonly range: Range;
  readonly message: string;
  readonly hint: string;
}

export function problem(
  code: Code,
  [start, end]: readonly [number, number],
  message: string,
  hint: string,
): Problem {
  return { code, range: { start, end }, message, hint };
}
