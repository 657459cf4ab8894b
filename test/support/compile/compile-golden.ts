import { readFileSync } from 'node:fs';
import { compile } from '../../../compiler/compile.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import { toolkit } from '../../../compiler/toolkit.ts';

/** Compiles the spec of a golden case in this process, after an edit. */
export function compileGolden(name: string, edit: (spec: string) => string = (spec) => spec): Compiled {
  const file = `test/golden/${name}/spec.yaml`;
  const text = edit(readFileSync(file, 'utf8'));
  const outcome = compile({ name: file, bytes: new TextEncoder().encode(text) }, toolkit);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}
