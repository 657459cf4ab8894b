import { compile, resolveSource } from '../compile.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { Compiled, Resolved } from '../phases/results.ts';
import type { Source } from '../spec/model.ts';
import type { Call, CommandContext } from './command.ts';
import { readSource } from './files/read-source.ts';
import { UsageError } from './usage-error.ts';
import { report } from './views/report.ts';

/** Compiles the one spec that a command works on. `undefined` when it has errors; they have been reported. */
export function compileSpec(call: Call): Compiled | undefined {
  return compileSource(readOneSource(call), call);
}

/** The same without its templates, for commands that only ask about what is deployed. */
export function resolveSpec(call: Call): Resolved | undefined {
  const source = readOneSource(call);
  return unlessRefused(resolveSource(source, call.toolkit), source, call);
}

function readOneSource({ command, operands }: Call): Source {
  const [spec, ...rest] = operands;
  if (spec === undefined || rest.length > 0) {
    throw new UsageError(`name one spec: archc ${command} specs/todo.yaml`);
  }
  return readSource(spec);
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
export function compileSource(source: Source, context: CommandContext): Compiled | undefined {
  return unlessRefused(compile(source, context.toolkit), source, context);
}

function unlessRefused<T>(outcome: Outcome<T>, source: Source, { terminal }: CommandContext): T | undefined {
  if (outcome.ok) return outcome.value;
  report(outcome.diagnostics, source.bytes, terminal);
  return undefined;
}
