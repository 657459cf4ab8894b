import { compile } from '../compile.ts';
import type { Compiled } from '../phases/results.ts';
import type { Source } from '../spec/model.ts';
import type { Call, CommandContext } from './command.ts';
import { readSource } from './files/read-source.ts';
import { UsageError } from './usage-error.ts';
import { report } from './views/report.ts';

/** Compiles the one spec that a command works on. `undefined` when it has errors; they have been reported. */
export function compileSpec({ command, operands, ...context }: Call): Compiled | undefined {
  const [spec, ...rest] = operands;
  if (spec === undefined || rest.length > 0) {
    throw new UsageError(`name one spec: archc ${command} specs/todo.yaml`);
  }
  return compileSource(readSource(spec), context);
}

/** Compiles all specs, and reports the errors of all. `undefined` when one has errors. */
export function compileSpecs(
  specs: readonly string[],
  context: CommandContext,
): readonly [Compiled, ...Compiled[]] | undefined {
  const compiled = specs.map((spec) => compileSource(readSource(spec), context));
  const [first, ...rest] = compiled.filter((each) => each !== undefined);
  return first && rest.length === specs.length - 1 ? [first, ...rest] : undefined;
}

/** `undefined` when the spec has errors; they have been reported. */
export function compileSource(source: Source, { terminal, toolkit }: CommandContext): Compiled | undefined {
  const outcome = compile(source, toolkit);
  if (outcome.ok) return outcome.value;
  report(outcome.diagnostics, source.bytes, terminal);
  return undefined;
}
