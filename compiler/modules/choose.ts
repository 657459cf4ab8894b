import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Module, Runtime, Toolkit } from './module.ts';

/** The names of the modules that a spec chooses. The rest of the spec may be wrong. */
export interface Choice {
  /** In a spec with mistakes, perhaps not the name of a runtime. */
  readonly runtime: unknown;
  readonly options: readonly string[];
}

/** The base, the runtime and the options that a spec asks for, in the order in which they are merged. */
export function chosenModules({ backend, options }: ResolvedSpec, toolkit: Toolkit): readonly Module[] {
  return modulesOf({ runtime: backend.service.runtime, options: Object.keys(options) }, toolkit);
}

export function modulesOf({ runtime, options }: Choice, toolkit: Toolkit): readonly Module[] {
  return [
    toolkit.base,
    runtimeNamed(runtime, toolkit),
    ...toolkit.options.filter(({ name }) => options.includes(name)),
  ];
}

export function runtimeOf({ backend }: ResolvedSpec, toolkit: Toolkit): Runtime {
  return runtimeNamed(backend.service.runtime, toolkit);
}

/**
 * The runtime with this name. In a spec that names none, which gets an error, any other stands in for it: no check of a
 * runtime is run then, and nothing is composed.
 */
export function runtimeNamed(name: unknown, { runtimes }: Toolkit): Runtime {
  return runtimes.find((runtime) => runtime.name === name) ?? runtimes[0];
}
