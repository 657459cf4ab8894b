import type { ResolvedSpec } from '../../build/generated/resolved-spec.ts';
import type { Module, Runtime, Toolkit } from './module.ts';

/** The base, the runtime and the options that a spec asks for, in the order in which they are merged. */
export function chosenModules(spec: ResolvedSpec, toolkit: Toolkit): readonly Module[] {
  const settings = ((spec as DeepPartial).options ?? {}) as Readonly<Record<string, unknown>>;
  const options = toolkit.options.filter(
    ({ name }) => typeof settings[name] === 'object' && settings[name] !== null,
  );
  return [toolkit.base, runtimeOf(spec, toolkit), ...options];
}

export function runtimeOf(spec: ResolvedSpec, toolkit: Toolkit): Runtime {
  const name = (spec as DeepPartial).backend?.service?.runtime;
  return toolkit.runtimes.find((runtime) => runtime.name === name) ?? toolkit.runtimes[0];
}

/** While the schema's findings are not told yet, any part of a spec may be missing. */
export interface DeepPartial {
  readonly options?: object | null;
  readonly backend?: {
    readonly service?: { readonly runtime?: unknown } | null;
    readonly build?: { readonly platform?: unknown } | null;
  } | null;
  readonly shared?: { readonly database?: { readonly access?: 'public' | 'vpc' } | null };
}
