import fc from 'fast-check';
import { compile } from '../../../compiler/compile.ts';
import { renderText } from '../../../compiler/diagnostics/text.ts';
import type { Compiled } from '../../../compiler/phases/results.ts';
import { toolkit } from '../../../compiler/toolkit.ts';
import type { SpecData } from './draft.ts';
import { runs } from './runs.ts';
import { specText } from './spec-text.ts';
import { validSpecs } from './valid-specs.ts';

/** A drawn spec with what it compiles to. */
export interface CompiledSpec {
  readonly spec: SpecData;
  readonly text: string;
  readonly compiled: Compiled;
}

let drawn: readonly CompiledSpec[] = [];

/** The first of one long row of drawn specs; `PROPERTY_RUNS` makes them more. They are compiled once for all tests. */
export function compiledSpecs(usual: number): readonly CompiledSpec[] {
  const { numRuns, seed } = runs(usual);
  if (drawn.length < numRuns) {
    drawn = fc.sample(validSpecs(), { numRuns, seed }).map((spec) => {
      const text = specText(spec);
      return { spec, text, compiled: compileText(text) };
    });
  }
  return drawn.slice(0, numRuns);
}

/** Throws with the messages when the spec is refused. */
export function compileText(text: string): Compiled {
  const outcome = compile({ name: 'spec.yaml', bytes: Buffer.from(text) }, toolkit);
  if (!outcome.ok) throw new Error(`${renderText(outcome.diagnostics, text, false)}\n${text}`);
  return outcome.value;
}

/** The text of a file that the spec compiles to; `undefined` when it makes no such file. */
export function fileOf({ artifacts }: Compiled, name: string): string | undefined {
  return artifacts.find((artifact) => artifact.name === name)?.text;
}
