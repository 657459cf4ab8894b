import { readFileSync } from 'node:fs';
import { compile } from '../../../compiler/compile.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import { toolkit } from '../../../compiler/toolkit.ts';

/** Compiles specs/todo.yaml in this process, after an edit. */
export function compileTodo(edit: (spec: string) => string = (spec) => spec): Compiled {
  const text = edit(readFileSync('specs/todo.yaml', 'utf8'));
  const outcome = compile({ name: 'specs/todo.yaml', bytes: new TextEncoder().encode(text) }, toolkit);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}
