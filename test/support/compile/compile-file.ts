import { readFileSync } from 'node:fs';
import { compileAll } from '../../../compiler/compile.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import type { Source } from '../../../compiler/spec/model.ts';
import { toolkit } from '../../../compiler/toolkit.ts';

/** What a spec, or the one in a file, compiles to: one result for each of its environments. Throws for one with errors. */
export function compileFile(spec: Source | string): readonly [Compiled, ...Compiled[]] {
  const source = typeof spec === 'string' ? { name: spec, bytes: readFileSync(spec) } : spec;
  const outcome = compileAll(source, toolkit);
  const [first, ...rest] = outcome.ok ? outcome.value : [];
  if (!first) throw new Error(`${source.name} has errors: ${JSON.stringify(outcome.diagnostics)}`);
  return [first, ...rest];
}
