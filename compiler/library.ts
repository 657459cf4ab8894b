import { isUint8Array } from 'node:util/types';
import { compileTrees, onTrees } from './compile.ts';
import type { Code, Severity } from './diagnostics/catalogue.ts';
import type { Diagnostic, Place } from './diagnostics/diagnostic.ts';
import { renderText } from './diagnostics/text.ts';
import type { Artifact, Compiled } from './phases/results.ts';
import { toolkit } from './toolkit.ts';

export type { Artifact, Code, Diagnostic, Place, Severity };

/** A spec, as text or as the bytes of its file in UTF-8. */
export type SpecText = string | Uint8Array;

export interface CompileOptions {
  /**
   * The spec's name in diagnostics, usually the path of its file. Nothing is read from there. Default: `spec.yaml`.
   */
  readonly name?: string;
  /** The one environment of the spec to compile. Default: all of them. */
  readonly environment?: string;
}

export interface Compilation {
  /**
   * The templates and the build script, in the order in which they are deployed; empty for a spec with errors. For a spec
   * with environments, the names begin with the environment's: `dev/shared.yaml`.
   */
  readonly artifacts: readonly Artifact[];
  /** Every error and warning about the spec, in reading order. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface FormatOptions {
  /** Whether to add colours for a terminal. */
  readonly colour?: boolean;
}

/**
 * Compiles a spec to two CloudFormation templates and a build script, as `archc compile` does. The same spec always
 * gives the same artifacts: no file, clock, environment or network is used.
 *
 * A mistake in the spec is a diagnostic, never an exception.
 *
 * @throws TypeError when the spec is neither text nor bytes.
 * @throws RangeError when the spec has no environment of the name in the options.
 * @throws Error named `InternalError` for a bug in archc.
 */
export function compile(spec: SpecText, options: CompileOptions = {}): Compilation {
  const { name = 'spec.yaml', environment } = options;
  const outcome = onTrees({ name, bytes: bytesOf(spec) }, toolkit, (trees) => {
    const wanted = trees.filter(
      (tree) => environment === undefined || tree.environment?.name === environment,
    );
    if (wanted.length === 0)
      throw new RangeError(`the spec has no environment ${JSON.stringify(environment)}`);
    return compileTrees(wanted, toolkit);
  });
  return {
    artifacts: outcome.ok ? outcome.value.flatMap(artifactsOf) : [],
    diagnostics: outcome.diagnostics,
  };
}

/**
 * Diagnostics for people, as `archc validate` prints them: place, message, the line of the spec with a mark under it,
 * and what to write instead.
 *
 * @param spec the spec that was compiled, whose lines are shown.
 * @throws TypeError when the spec is neither text nor bytes.
 */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  spec: SpecText,
  options: FormatOptions = {},
): string {
  return renderText(diagnostics, new TextDecoder().decode(bytesOf(spec)), options.colour ?? false);
}

function artifactsOf({ artifacts, resolved }: Compiled): readonly Artifact[] {
  const { environment } = resolved.tree;
  return environment
    ? artifacts.map((each) => ({ ...each, name: `${environment.name}/${each.name}` }))
    : artifacts;
}

function bytesOf(spec: SpecText): Uint8Array {
  if (typeof spec === 'string') return new TextEncoder().encode(spec);
  // Not `instanceof`: test runners make bytes in another realm, with its own Uint8Array.
  if (isUint8Array(spec)) return spec;
  throw new TypeError('a spec is text or a Uint8Array of its bytes');
}
