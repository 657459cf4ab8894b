import { readFileSync } from 'node:fs';
import { compileAll } from '../../../compiler/compile.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import { toolkit } from '../../../compiler/toolkit.ts';

/** Compiles a spec in this process: what each of its environments compiles to, or the spec itself. */
export function compileFile(file: string): readonly [Compiled, ...Compiled[]] {
  const outcome = compileAll({ name: file, bytes: readFileSync(file) }, toolkit);
  const [first, ...rest] = outcome.ok ? outcome.value : [];
  if (!first) throw new Error(`${file} has errors`);
  return [first, ...rest];
}
